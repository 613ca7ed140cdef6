import { readRtmrLog } from "@sekisho/appraisal";
import { fromUtf8 } from "@sekisho/encoding";
import { azureHclClaims, checkRuntimeData, parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { parseQuote, type TdxQuote } from "@sekisho/evidence/dcap";
import { parseExtendedReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import type { Evidence } from "./evidence.ts";
import { need } from "./need.ts";
import { readBundle } from "./read-bundle.ts";
import { recogniseEvidence, withoutZeroPadding } from "./recognise.ts";

/**
 * Reads a file of evidence, whose kind its content tells.
 *
 * @throws UsageError when it is no evidence, or malformed
 */
export async function readEvidence(path: string, bytes: Uint8Array): Promise<Evidence> {
  switch (recogniseEvidence(bytes)) {
    case "sev-snp": {
      const { report, table } = need(path, parseExtendedReport(withoutZeroPadding(bytes)));
      const { certificates, crls } = table;
      return { hardware: { kind: "report", report }, certificates, crls, checks: [], claims: {} };
    }
    case "azure-hcl":
      return readAzureHcl(path, bytes);
    case "bundle":
      return readBundle(path, need(path, fromUtf8(path, bytes)));
    case "quote":
      return { ...noEndorsements, hardware: { kind: "quote", quote: need(path, parseQuote(bytes)) } };
    case "boot-log":
      throw new UsageError(message("cli.verify.boot-log", { path }));
    case "unknown":
      if (bytes.length === 0) throw new UsageError(message("cli.file.empty", { path }));
      throw new UsageError(message("cli.verify.unknown-evidence", { path }));
  }
}

const noEndorsements = { certificates: [], crls: [], checks: [], claims: {} };

async function readAzureHcl(path: string, bytes: Uint8Array): Promise<Evidence> {
  const hcl = need(path, parseAzureHclReport(bytes));
  const evidence = {
    ...noEndorsements,
    checks: [await checkRuntimeData(hcl)],
    claims: { azureHcl: azureHclClaims(hcl) },
  };
  if (hcl.hardware.kind === "tdx") return { ...evidence, hardware: { kind: "azure-td", hcl } };
  return { ...evidence, hardware: { kind: "report", report: hcl.hardware.report } };
}

/**
 * The log of `--event-log`, as it stands in the file.
 *
 * @throws UsageError when the file is missing, or holds no log of a TD
 */
export async function eventLogOption(path: string | undefined): Promise<Uint8Array | undefined> {
  if (path === undefined) return undefined;
  const bytes = await readInput(path);
  const log = await readRtmrLog(bytes);
  if (log.ok) return bytes;
  throw new UsageError(message("cli.verify.no-event-log", { path, ...log.error }));
}

/**
 * The quote of `--quote`.
 *
 * @throws UsageError when the file is missing, or holds no TDX quote
 */
export async function quoteOption(path: string | undefined): Promise<TdxQuote | undefined> {
  if (path === undefined) return undefined;
  const bytes = await readInput(path);
  if (recogniseEvidence(bytes) !== "quote") throw new UsageError(message("cli.verify.no-quote", { path }));
  const quote = need(path, parseQuote(bytes));
  if (quote.technology === "tdx") return quote;
  throw new UsageError(message("cli.verify.no-tdx-quote", { path }));
}
