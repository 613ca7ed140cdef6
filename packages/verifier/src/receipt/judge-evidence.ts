import { verdictOf, type Verdict } from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import { bootDigest, verdictDigest, type Machine } from "@sekisho/release";
import type { Receipt } from "@sekisho/release/log";
import { bootFactsOf } from "../boot/boot-facts.ts";
import { judgeRequest } from "../judge/judge-request.ts";
import type { JudgedBoot } from "./approval-checks.ts";
import { receiptCheck } from "./check.ts";
import type { ReceiptGround } from "./ground.ts";
import type { PlacedEntry } from "./read-entries.ts";

export type JudgedReceipt = {
  readonly checks: readonly Check[];
  /** The verdict over the evidence alone. */
  readonly verdict: Verdict;
  readonly boot: JudgedBoot | undefined;
};

/**
 * Judges the evidence again, as it was at the time of the release: by the person's own machine and policy, or where there are
 * none by those of the receipt, whose digests the log names.
 */
export async function judgeEvidence(
  receipt: Receipt,
  release: PlacedEntry<"release">,
  verdict: PlacedEntry<"verdict">,
  ground: ReceiptGround,
): Promise<JudgedReceipt> {
  const { evidence, endorsements } = receipt;
  const { number, request } = release.entry;
  const own = ground.advisories === undefined ? {} : { advisories: ground.advisories };
  const judged = await judgeRequest(
    { number, evidence, endorsements },
    machineToJudgeBy(receipt, verdict, ground),
    ground.policy === undefined ? receipt.policy : ground.policy,
    new Date(release.entry.time),
    own,
  );
  const accepted = judged.verdict.verdict === "accepted";
  const outcome = accepted ? receiptCheck("verdict", "pass", "pass") : receiptCheck("verdict", "fail", "fail");
  // Of what the gate looked at, nothing more: what only this device asks has no part in its digest.
  const ofGate = judged.verdict.checks.filter(({ id }) => !id.startsWith("request."));
  const facts = await bootFactsOf(evidence, judged.verdict.claims, receipt.policy);
  if (facts === undefined) return { checks: [outcome], verdict: judged.verdict, boot: undefined };
  const boot = await bootDigest(facts);
  const digest = await verdictDigest({
    request,
    guestKey: evidence.guestKey,
    bootDigest: boot,
    verdict: verdictOf(ofGate, judged.verdict.claims),
  });
  return {
    checks: [outcome, sameVerdict(verdict.entry.verdictDigest, digest)],
    verdict: judged.verdict,
    boot: { bootDigest: boot, verdictDigest: digest },
  };
}

/** The gate may have judged with another version of Sekisho; whether that matters, the mode of release decides. */
function sameVerdict(expected: string | null, actual: string): Check {
  if (expected === actual) return receiptCheck("same-verdict", "pass", "pass");
  return receiptCheck("same-verdict", "unknown", "differs", {}, { expected: expected ?? "–", actual });
}

/** The header was registered anew after the image was built, perhaps; the entry tells which one was right. */
function machineToJudgeBy(
  receipt: Receipt,
  { entry }: PlacedEntry<"verdict">,
  { machine, gate }: ReceiptGround,
): Machine {
  if (machine !== undefined) return machine;
  const { disk } = receipt.machine;
  return { ...receipt.machine, gate, disk: { ...disk, headerDigest: entry.headerDigest } };
}
