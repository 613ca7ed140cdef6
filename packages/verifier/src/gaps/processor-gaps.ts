import type { Check } from "@sekisho/evidence";
import type { Machine } from "@sekisho/release";
import { isLab } from "../graph/subject.ts";
import type { AskedGaps, GapId } from "./gap.ts";

/** What processor and chip maker leave open. */
export function processorGaps(asked: AskedGaps): readonly GapId[] {
  const { checks } = asked.verdict;
  const found: GapId[] = [];
  if (isLab(checks)) found.push("lab-root");
  if (unknown(checks, /\.(?:chain|pck)\.revocation$/)) found.push("no-crl");
  found.push(...(asked.machine.technology === "tdx" ? tdxGaps(asked) : sevSnpGaps(asked)));
  found.push("physical-access");
  return found;
}

function sevSnpGaps({ verdict: { checks }, demands }: AskedGaps): readonly GapId[] {
  const section = demands?.["sev-snp"];
  const found: GapId[] = [];
  const vlek = checks.some(({ detail }) => detail.id === "endorsements.amd.chip-id.vlek");
  if (vlek) found.push("vlek");
  if (unknown(checks, /^sev-snp\.milan$/)) found.push("milan");
  if (checks.some(({ detail }) => detail.id === "endorsements.amd.chip-id.masked")) found.push("masked-chip");
  if (section?.tcb?.reported === undefined || unknown(checks, /^sev-snp\.tcb\./)) found.push("tcb-not-judged");
  if (section?.["chip-ids"] === undefined && !vlek) found.push("any-chip");
  return found;
}

function tdxGaps({ verdict: { checks }, demands }: AskedGaps): readonly GapId[] {
  const section = demands?.tdx;
  const found: GapId[] = ["no-boot-identity"];
  if (unknown(checks, /^tdx\.(?:tcb-info|qe-identity)\.found$/)) found.push("no-collateral");
  else if (section?.tcb?.statuses === undefined) found.push("tcb-not-judged");
  if (section?.["platform-instance-ids"] === undefined) found.push("any-chip");
  return found;
}

/** What is known of the firmware besides its digest. */
export function firmwareGaps({ machine, verdict: { checks } }: AskedGaps): readonly GapId[] {
  const found: GapId[] = isCloudsFirmware(machine) ? ["unrebuildable-firmware"] : [];
  return unknown(checks, /^sev-snp\.weak-firmware$/) ? [...found, "weak-firmware"] : found;
}

/** Whether a known launch is of another firmware than the file that the machine was built with: then it is the cloud's. */
function isCloudsFirmware({ technology, vtpm, boot, measuredLaunches = [] }: Machine): boolean {
  if (technology === "tpm") return false;
  if (vtpm?.provider === "azure-hcl" || vtpm?.provider === "google") return true;
  return measuredLaunches.some(({ firmware }) => firmware.sha256 !== boot.firmware.sha256);
}

/** Whether something was asked that could not be answered. */
export function unknown(checks: readonly Check[], pattern: RegExp): boolean {
  return checks.some(({ id, status }) => status === "unknown" && pattern.test(id));
}
