import type { TdReport, TdReport15 } from "@sekisho/evidence/dcap";
import type { PlatformTcb, TcbInfo, TcbLevel, TdxModuleIdentity } from "./collateral.ts";
import type { PckExtensions } from "./pck-extensions.ts";
import type { TcbStatus } from "./tcb-status.ts";

/** The levels that a platform reaches; undefined where it is below all of them. */
export type PlatformLevels = {
  /** By the PCK certificate's SVNs. */
  readonly sgx: TcbLevel<PlatformTcb> | undefined;
  /** By these and the TD report's; the same as `sgx` for an enclave. */
  readonly platform: TcbLevel<PlatformTcb> | undefined;
};

/** Finds the best levels that every component reaches (Intel PCS API v4, "Get TCB Info": determining the status). */
export function matchLevels(pck: PckExtensions, info: TcbInfo, td: TdReport | undefined): PlatformLevels {
  const reached = info.tcbLevels.filter(
    ({ tcb }) => reaches(pck.components, tcb.sgxComponents) && pck.pceSvn >= tcb.pceSvn,
  );
  const platform = td === undefined ? reached[0] : reached.find(({ tcb }) => reachesTdx(td.teeTcbSvn, tcb));
  return { sgx: reached[0], platform };
}

function reaches(actual: ArrayLike<number>, demanded: readonly number[], from = 0): boolean {
  return demanded.every((svn, index) => index < from || (actual[index] ?? 0) >= svn);
}

/** From module version 1 on (TEE_TCB_SVN[1]), the module's own SVN is compared with its identity instead. */
function reachesTdx(teeTcbSvn: Uint8Array, { tdxComponents }: PlatformTcb): boolean {
  return tdxComponents !== undefined && reaches(teeTcbSvn, tdxComponents, moduleVersion(teeTcbSvn) > 0 ? 2 : 0);
}

/** The version of the TDX module; 0 where its identity is not told apart by version. */
export function moduleVersion(teeTcbSvn: Uint8Array): number {
  return teeTcbSvn[1] ?? 0;
}

/** What TCB info says of the module of this version. */
export function findModule({ tdxModuleIdentities }: TcbInfo, version: number): TdxModuleIdentity | undefined {
  const id = `TDX_${version.toString(16).padStart(2, "0").toUpperCase()}`;
  return tdxModuleIdentities.find((module) => module.id === id);
}

/** The best level that an enclave or module with this ISVSVN reaches. */
export function matchIsvSvn<Level extends TcbLevel<{ readonly isvSvn: number }>>(
  levels: readonly Level[],
  isvSvn: number,
): Level | undefined {
  return levels.find(({ tcb }) => isvSvn >= tcb.isvSvn);
}

/** A platform's status once that of its TDX module or quoting enclave is known: only these two make it worse. */
export function worsen(status: TcbStatus, part: TcbStatus): TcbStatus {
  if (part === "Revoked") return "Revoked";
  if (part !== "OutOfDate") return status;
  if (status === "UpToDate" || status === "SWHardeningNeeded") return "OutOfDate";
  const configuration = status === "ConfigurationNeeded" || status === "ConfigurationAndSWHardeningNeeded";
  return configuration ? "OutOfDateConfigurationNeeded" : status;
}

/**
 * Whether a trust domain was launched under an outdated module that has been brought up to date since, so that launching it
 * again is all it needs (Intel's quote verification library, checkForRelaunch). TEE_TCB_SVN_2 is that of the module now.
 *
 * @returns undefined when the module that runs now is none that Intel knows
 * @param sgx status by the PCK certificate alone
 * @param merged status of platform and module together
 */
export function relaunchStatus(
  report: TdReport15,
  info: TcbInfo,
  sgx: TcbStatus,
  merged: TcbStatus,
  module: TcbStatus,
): TcbStatus | undefined {
  const behind = merged === "OutOfDate" || merged === "OutOfDateConfigurationNeeded";
  const advisable = !sgx.startsWith("OutOfDate") && sgx !== "Revoked" && behind && module === "OutOfDate";
  if (!advisable) return merged;
  const version = moduleVersion(report.teeTcbSvn2);
  if (version > 0 && findModule(info, version) === undefined) return undefined;
  if (!runsLatest(report.teeTcbSvn2, info)) return merged;
  const configuration = [sgx, merged].some((status) => status.includes("Configuration"));
  return configuration ? "TDRelaunchAdvisedConfigurationNeeded" : "TDRelaunchAdvised";
}

function runsLatest(teeTcbSvn2: Uint8Array, info: TcbInfo): boolean {
  const latest = info.tcbLevels[0]?.tcb.tdxComponents;
  const version = moduleVersion(teeTcbSvn2);
  const svn = version === 0 ? latest?.[0] : findModule(info, version)?.tcbLevels[0]?.tcb.isvSvn;
  const microcode = latest?.[2];
  if (svn === undefined || microcode === undefined) return false;
  return (teeTcbSvn2[0] ?? 0) >= svn && (teeTcbSvn2[2] ?? 0) >= microcode;
}
