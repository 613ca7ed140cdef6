import { isDisk, recordsBoots } from "@sekisho/release";
import type { AskedGaps, GapId } from "./gap.ts";
import { unknown } from "./processor-gaps.ts";

/** The PCRs that a policy demands unless it says otherwise: what records the boot from firmware to command line. */
const usualPcrs: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14];

/** What the record of the boot leaves open. */
export function recordGaps({ machine, verdict: { checks }, demands }: AskedGaps): readonly GapId[] {
  const found: GapId[] = [];
  if (recordsBoots(machine) && (machine.measuredBoots ?? []).some(({ origin }) => origin === "learned"))
    found.push("learned-registers");
  if (!isDisk(machine)) return found;
  const { provider } = machine.vtpm;
  if ((provider === "google" || provider === "device") && machine.technology !== "tpm") found.push("vtpm-outside");
  if (unknown(checks, /^vtpm\.svsm\.measured$/)) found.push("unmeasured-svsm");
  if (unknown(checks, /^tpm\.ek-certificate\.revocation$/)) found.push("tpm-revocation");
  const demanded = demands?.["measured-boot"]?.pcrs;
  if (demanded !== undefined && usualPcrs.some((pcr) => !demanded.includes(pcr))) found.push("registers-left-out");
  if (!machine.boot.secureBoot) found.push("secure-boot-off");
  return found;
}
