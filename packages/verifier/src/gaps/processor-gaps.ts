import type { Check } from "@sekisho/evidence";
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

/** What only its owner's knowledge of the firmware speaks for. */
export function firmwareGaps({ machine, verdict: { checks } }: AskedGaps): readonly GapId[] {
  const provider = machine.vtpm?.provider;
  const theirs =
    provider === "azure-hcl" || provider === "google" || machine.cloud === "azure" || machine.cloud === "google";
  const found: GapId[] = theirs && machine.technology !== "tpm" ? ["unrebuildable-firmware"] : [];
  return unknown(checks, /^sev-snp\.weak-firmware$/) ? [...found, "weak-firmware"] : found;
}

/** Whether something was asked that could not be answered. */
export function unknown(checks: readonly Check[], pattern: RegExp): boolean {
  return checks.some(({ id, status }) => status === "unknown" && pattern.test(id));
}
