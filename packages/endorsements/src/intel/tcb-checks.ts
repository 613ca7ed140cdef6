import { equalBytes, isAllZero, toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { Quote, TdReport } from "@sekisho/evidence/dcap";
import { check, type Finding } from "../finding.ts";
import type { EnclaveIdentity, TcbInfo, TcbLevel, TdxModuleSigner } from "./collateral.ts";
import { equalUnder, littleEndian } from "./enclave-check.ts";
import type { IntelTcb } from "./endorsements.ts";
import type { PckExtensions } from "./pck-extensions.ts";
import { withoutDocument } from "./result.ts";
import { findModule, matchIsvSvn, matchLevels, moduleVersion, relaunchStatus, worsen } from "./tcb-levels.ts";
import type { TcbStatus } from "./tcb-status.ts";

/** What Intel's genuine documents say; undefined where they are missing. */
export type Documents = {
  readonly pck: PckExtensions | undefined;
  readonly tcbInfo: TcbInfo | undefined;
  readonly identity: EnclaveIdentity | undefined;
};

type Level = Pick<TcbLevel<unknown>, "tcbStatus" | "tcbDate" | "advisoryIds">;
type Module = { readonly finding: Finding; readonly level: Level | undefined };

/** Whether the TDX module is Intel's and of a level that Intel knows, what the platform is worth, and the two as checks. */
export function tcbChecks(
  quote: Quote,
  documents: Documents,
): { readonly checks: readonly Check[]; readonly tcb: IntelTcb | undefined } {
  const { technology, body } = quote;
  const module = body.kind === "sgx" ? undefined : judgeModule(body.report, documents.tcbInfo);
  const { finding, tcb } = judgePlatform(quote, documents, module);
  const ofModule = module === undefined ? [] : [check("tdx.tdx-module", module.finding)];
  return { checks: [...ofModule, check(`${technology}.tcb`, finding)], tcb };
}

function judgeModule(report: TdReport, info: TcbInfo | undefined): Module {
  const version = moduleVersion(report.teeTcbSvn);
  if (info === undefined) return { finding: withoutInfo(report, version), level: undefined };
  const identity = version === 0 ? undefined : findModule(info, version);
  const signer: TdxModuleSigner | undefined = version === 0 ? info.tdxModule : identity;
  const values = { version, svn: report.teeTcbSvn[0] ?? 0 };
  if (signer === undefined) {
    return { finding: { status: "fail", detail: "endorsements.intel.module.unknown", values }, level: undefined };
  }
  const shown = { expected: toHex(signer.mrSigner), actual: toHex(report.mrSignerSeam) };
  const attributes = littleEndian(report.seamAttributes);
  const genuine =
    equalBytes(report.mrSignerSeam, signer.mrSigner) &&
    equalUnder(signer.attributesMask, attributes, signer.attributes);
  if (!genuine) {
    const finding = { status: "fail", ...shown, detail: "endorsements.intel.module.foreign", values } as const;
    return { finding, level: undefined };
  }
  const level = identity && matchIsvSvn(identity.tcbLevels, values.svn);
  if (identity !== undefined && level === undefined) {
    return { finding: { status: "fail", detail: "endorsements.intel.module.no-level", values }, level: undefined };
  }
  return { finding: { status: "pass", ...shown, detail: "endorsements.intel.module.pass", values }, level };
}

/**
 * Whoever controls the module controls every TD under it, so this is asked even where no document is: all that Intel has
 * described from 2022 to 2026 has a signer of zeros, and no attribute.
 */
function withoutInfo({ mrSignerSeam, seamAttributes, teeTcbSvn }: TdReport, version: number): Finding {
  if (isAllZero(mrSignerSeam) && seamAttributes === 0n) return withoutDocument;
  const values = { version, svn: teeTcbSvn[0] ?? 0 };
  const shown = { expected: "00".repeat(48), actual: toHex(mrSignerSeam) };
  return { status: "fail", ...shown, detail: "endorsements.intel.module.foreign", values };
}

function judgePlatform(
  quote: Quote,
  { pck, tcbInfo, identity }: Documents,
  { finding, level: module }: Module = { finding: withoutDocument, level: undefined },
): { readonly finding: Finding; readonly tcb: IntelTcb | undefined } {
  const enclave = identity && matchIsvSvn(identity.tcbLevels, quote.qeReport.report.isvSvn);
  if (pck === undefined || tcbInfo === undefined) return { finding: enclaveAlone(identity, enclave), tcb: undefined };
  if (finding.status === "fail") return failed("endorsements.intel.tcb.module");
  const td = quote.body.kind === "sgx" ? undefined : quote.body.report;
  const { sgx, platform } = matchLevels(pck, tcbInfo, td);
  if (sgx === undefined || platform === undefined) return failed("endorsements.intel.tcb.no-level");
  if (identity !== undefined && enclave === undefined) return failed("endorsements.intel.tcb.no-enclave-level");
  const launched = module === undefined ? platform.tcbStatus : worsen(platform.tcbStatus, module.tcbStatus);
  const running = relaunched(quote, tcbInfo, { sgx: sgx.tcbStatus, launched, module, enclave });
  if (running === undefined) return failed("endorsements.intel.tcb.module");
  const status = enclave === undefined ? running : worsen(running, enclave.tcbStatus);
  if (identity === undefined || enclave === undefined) {
    return { finding: status === "Revoked" ? statusFinding(status, []) : withoutDocument, tcb: undefined };
  }
  const levels = [platform, enclave, ...(module === undefined ? [] : [module])];
  const tcb: IntelTcb = {
    status,
    advisories: [...new Set(levels.flatMap(({ advisoryIds }) => advisoryIds))].sort(),
    tcbDate: earliest(levels.map(({ tcbDate }) => tcbDate)),
    evaluationDataNumber: Math.min(tcbInfo.tcbEvaluationDataNumber, identity.tcbEvaluationDataNumber),
    nextUpdate: earliest([tcbInfo.nextUpdate, identity.nextUpdate]),
  };
  return { finding: statusFinding(status, tcb.advisories), tcb };
}

/** What its identity says against the quoting enclave holds whatever the platform is. */
function enclaveAlone(identity: EnclaveIdentity | undefined, level: Level | undefined): Finding {
  if (identity !== undefined && level === undefined) return failed("endorsements.intel.tcb.no-enclave-level").finding;
  return level?.tcbStatus === "Revoked" ? statusFinding("Revoked", []) : withoutDocument;
}

type Statuses = {
  readonly sgx: TcbStatus;
  readonly launched: TcbStatus;
  readonly module: Level | undefined;
  readonly enclave: Level | undefined;
};

/** Only a body of TDX 1.5 says what runs now, and only a current quoting enclave is believed about it. */
function relaunched(
  { body }: Quote,
  info: TcbInfo,
  { sgx, launched, module, enclave }: Statuses,
): TcbStatus | undefined {
  const behind = enclave?.tcbStatus === "OutOfDate" || enclave?.tcbStatus === "Revoked";
  if (body.kind !== "td-1.5" || module === undefined || behind || launched === "Revoked") return launched;
  return relaunchStatus(body.report, info, sgx, launched, module.tcbStatus);
}

function failed(detail: Finding["detail"]): { readonly finding: Finding; readonly tcb: undefined } {
  return { finding: { status: "fail", detail }, tcb: undefined };
}

function statusFinding(actual: TcbStatus, advisories: readonly string[]): Finding {
  const values = { status: actual, advisories: advisories.join(", ") };
  if (actual === "Revoked") return { status: "fail", actual, detail: "endorsements.intel.tcb.revoked" };
  const detail = advisories.length === 0 ? "endorsements.intel.tcb.status" : "endorsements.intel.tcb.advisories";
  return { status: "pass", actual, detail, values };
}

function earliest(dates: readonly Date[]): Date {
  return new Date(Math.min(...dates.map((date) => date.getTime())));
}
