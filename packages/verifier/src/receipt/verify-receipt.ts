import { verdictOf, type Verdict } from "@sekisho/appraisal";
import { refuses, type Check } from "@sekisho/evidence";
import type { Receipt } from "@sekisho/release/log";
import { UnreadableEvidenceError } from "../judge/unreadable-evidence.ts";
import { checkApprovals } from "./approval-checks.ts";
import { receiptCheck } from "./check.ts";
import { checkContent, checkStory } from "./content-checks.ts";
import type { ReceiptGround } from "./ground.ts";
import { judgeEvidence } from "./judge-evidence.ts";
import { checkLog } from "./log-checks.ts";
import { readEntries, type ReceiptEntries } from "./read-entries.ts";
import { checkRelease } from "./release-checks.ts";

/** A receipt as this device verified it. */
export type VerifiedReceipt = {
  /** Over the receipt as a whole; its checks are those of log, content, release and approvals. */
  readonly verdict: Verdict;
  /** Over its evidence alone, judged again; undefined where it could not be judged. */
  readonly evidence: Verdict | undefined;
  /** What the log tells of the release; undefined where it can't be read. */
  readonly entries: ReceiptEntries | undefined;
};

/**
 * Verifies the receipt of one release without asking anybody: the checkpoint's signature by a key of this gate, the place of every
 * entry in its log, the digests by which the entries name evidence, endorsements, machine and policy, the evidence itself
 * (judged again, at the time of the release), the signed release and to whom it is sealed, and the approvals.
 *
 * Every check has a message of its own that says what is wrong and what to do.
 */
export async function verifyReceipt(receipt: Receipt, ground: ReceiptGround): Promise<VerifiedReceipt> {
  const log = await checkLog(receipt, ground);
  const read = readEntries(receipt);
  if ("broken" in read) return ended([...log, receiptCheck("entries", "fail", "broken", { index: read.broken })]);
  const { entries } = read;
  if (entries === undefined) return ended([...log, receiptCheck("entries", "fail", "no-release")]);
  const story = checkStory(receipt, entries);
  const { verdict, release } = entries;
  // Without a trustworthy log, and a verdict in it, there is nothing to compare with.
  if (verdict === undefined || [...log, story].some(refuses)) return ended([...log, story], entries);
  const content = await checkContent(receipt, verdict, release, ground);
  const checks = [...log, story, ...content, ...(await checkRelease(receipt, entries, ground))];
  try {
    const judged = await judgeEvidence(receipt, release, verdict, ground);
    const approvals = await checkApprovals(receipt, entries, judged.boot);
    const all = [...checks, ...judged.checks, ...approvals];
    return { verdict: verdictOf(all, {}), evidence: judged.verdict, entries };
  } catch (error) {
    if (!(error instanceof UnreadableEvidenceError)) throw error;
    const unreadable: Check = { ...receiptCheck("verdict", "fail", "fail"), detail: error.problem };
    return ended([...checks, unreadable], entries);
  }
}

function ended(checks: readonly Check[], entries?: ReceiptEntries): VerifiedReceipt {
  return { verdict: verdictOf(checks, {}), evidence: undefined, entries };
}
