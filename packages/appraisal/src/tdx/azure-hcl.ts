import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { Check } from "@sekisho/evidence";
import type { AzureHclReport } from "@sekisho/evidence/azure-hcl";
import type { TdxQuote } from "@sekisho/evidence/dcap";
import { checkTdReportHashes, type TdReport } from "@sekisho/evidence/tdx";
import { message } from "@sekisho/messages";
import { decided, unanswered } from "../outcome.ts";
import { tdReportDataCheck } from "./fields.ts";

/**
 * Holds Azure's HCL report of a TD against the quote that came with it. A TDREPORT is signed by a MAC whose key never leaves
 * the processor, so by itself it is anybody's word; the quote, once it is authenticated, says what of it is true.
 *
 * @param quote of the same TD; without it the HCL report is refused
 */
export async function azureTdChecks(hcl: AzureHclReport, quote: TdxQuote | undefined): Promise<readonly Check[]> {
  const { hardware, runtimeData } = hcl;
  if (hardware.kind !== "tdx") {
    return [
      decided("azure-hcl.quote", false, { expected: "TDREPORT", actual: "SEV-SNP" }, message("tdx.azure-hcl.not-td")),
    ];
  }
  if (quote === undefined) return [unanswered("azure-hcl.quote", null, message("tdx.azure-hcl.no-quote"))];
  const expected = new Uint8Array(64);
  expected.set(await hash(runtimeData.hash, runtimeData.bytes));
  const hashes = await checkTdReportHashes(hardware.tdReport);
  const whole = hashes.teeTcbInfo && hashes.tdInfo;
  return [
    tdReportDataCheck("azure-hcl.quote.runtime-data", expected, quote.body.report),
    decided(
      "azure-hcl.td-report.hashes",
      whole,
      { expected: null, actual: null },
      message(whole ? "tdx.azure-hcl.hashes.pass" : "tdx.azure-hcl.hashes.fail"),
    ),
    sameTdCheck(hardware.tdReport.report, quote.body.report),
  ];
}

/** Whether TDREPORT and quote say the same of the TD. */
function sameTdCheck(local: TdReport, quoted: TdReport): Check {
  const names = Object.keys(abiNames) as (keyof TdReport)[];
  const differing = names.filter((name) => !isSame(local[name], quoted[name]));
  const holds = differing.length === 0;
  const list = (report: TdReport): string =>
    differing.map((name) => `${abiNames[name]}: ${textOf(report[name])}`).join(" | ");
  const sides = holds ? { expected: null, actual: null } : { expected: list(quoted), actual: list(local) };
  const fields = differing.map((name) => abiNames[name]).join(", ");
  const detail = holds ? message("tdx.azure-hcl.same.pass") : message("tdx.azure-hcl.same.fail", { fields });
  return decided("azure-hcl.td-report.same", holds, sides, detail);
}

const abiNames: Readonly<Record<keyof TdReport, string>> = {
  teeTcbSvn: "TEE_TCB_SVN",
  mrSeam: "MRSEAM",
  mrSignerSeam: "MRSIGNERSEAM",
  seamAttributes: "SEAMATTRIBUTES",
  tdAttributes: "TDATTRIBUTES",
  xfam: "XFAM",
  mrTd: "MRTD",
  mrConfigId: "MRCONFIGID",
  mrOwner: "MROWNER",
  mrOwnerConfig: "MROWNERCONFIG",
  rtmrs: "RTMR 0–3",
  reportData: "REPORTDATA",
};

type Field = TdReport[keyof TdReport];

function isSame(left: Field, right: Field): boolean {
  return textOf(left) === textOf(right);
}

function textOf(field: Field): string {
  if (typeof field === "bigint") return `0x${field.toString(16)}`;
  return field instanceof Uint8Array ? toHex(field) : field.map(toHex).join(", ");
}
