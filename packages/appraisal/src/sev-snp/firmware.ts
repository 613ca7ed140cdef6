import type { Check } from "@sekisho/evidence";
import { encodeTcbVersion, type AttestationReport } from "@sekisho/evidence/sev-snp";
import { equalBytes } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { decided, unanswered } from "../outcome.ts";
import { tcbText } from "./tcb-text.ts";
import { formatVersion, isAtLeast, parseVersion } from "./versions.ts";

/** Versions of the SEV firmware, and the mitigation vectors, against the policy. */
export function firmwareChecks(policy: SevSnpPolicy, report: AttestationReport): readonly Check[] {
  const { firmware, mitigations } = policy;
  const checks: Check[] = [];
  const current = [report.currentMajor, report.currentMinor, report.currentBuild];
  const committed = [report.committedMajor, report.committedMinor, report.committedBuild];
  if (firmware?.current !== undefined) checks.push(versionCheck("current", firmware.current.minimum, current));
  if (firmware?.committed !== undefined) checks.push(versionCheck("committed", firmware.committed.minimum, committed));
  if (firmware?.provisional === false) checks.push(provisionalCheck(report, current, committed));
  if (mitigations?.launch !== undefined)
    checks.push(mitigationCheck("launch", mitigations.launch, report.launchMitVector, report.version));
  if (mitigations?.current !== undefined)
    checks.push(mitigationCheck("current", mitigations.current, report.currentMitVector, report.version));
  return checks;
}

function versionCheck(which: "current" | "committed", minimum: string, actual: readonly number[]): Check {
  const holds = isAtLeast(actual, parseVersion(minimum));
  const detail = message(`sev-snp.firmware.${which}.${holds ? "high-enough" : "too-low"}`);
  const sides = { expected: `≥ ${minimum}`, actual: formatVersion(actual) };
  return decided(`sev-snp.firmware.${which}`, holds, sides, detail);
}

/** Firmware is provisional until it is committed; until then the host can go back to the one before. */
function provisionalCheck(report: AttestationReport, current: readonly number[], committed: readonly number[]): Check {
  const { currentTcb, committedTcb } = report;
  const holds =
    formatVersion(current) === formatVersion(committed) &&
    equalBytes(encodeTcbVersion(currentTcb), encodeTcbVersion(committedTcb));
  const detail = message(`sev-snp.firmware.provisional.${holds ? "no" : "yes"}`);
  const side = (version: readonly number[], tcb: typeof currentTcb): string =>
    `${formatVersion(version)}, ${tcbText(tcb)}`;
  const sides = { expected: side(committed, committedTcb), actual: side(current, currentTcb) };
  return decided("sev-snp.firmware.provisional", holds, sides, detail);
}

function mitigationCheck(
  which: "launch" | "current",
  demanded: readonly number[],
  vector: bigint | undefined,
  version: number,
): Check {
  const id = `sev-snp.mitigations.${which}`;
  const field = which === "launch" ? "LAUNCH_MIT_VECTOR" : "CURRENT_MIT_VECTOR";
  const mask = demanded.reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n);
  const expected = `${field} & 0x${mask.toString(16)} = 0x${mask.toString(16)}`;
  if (vector === undefined) return unanswered(id, expected, message("sev-snp.field.not-reported", { field, version }));
  const missing = demanded.filter((bit) => ((vector >> BigInt(bit)) & 1n) === 0n);
  const detail =
    missing.length === 0
      ? message("sev-snp.mitigations.there", { field })
      : message("sev-snp.mitigations.missing", { field, bits: missing.join(", ") });
  return decided(id, missing.length === 0, { expected, actual: `0x${vector.toString(16)}` }, detail);
}
