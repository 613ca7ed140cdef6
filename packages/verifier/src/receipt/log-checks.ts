import { equalBytes, fromBase64, toUtf8 } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import {
  hashLeaf,
  logOriginOf,
  parseCheckpoint,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
  type Receipt,
  type TreeHead,
} from "@sekisho/release/log";
import { receiptCheck } from "./check.ts";
import { signingKeysOf, type ReceiptGround } from "./ground.ts";

/** Did this gate sign the checkpoint, is every entry in its log, and does that log continue an older one? */
export async function checkLog(receipt: Receipt, ground: ReceiptGround): Promise<readonly Check[]> {
  const parsed = parseCheckpoint(receipt.checkpoint);
  if (!parsed.ok) {
    const { field, offset } = parsed.error;
    return [receiptCheck("checkpoint", "fail", "malformed", { field, offset })];
  }
  const { checkpoint, note } = parsed.value;
  const signer = await verifyNote(note, checkpoint.origin, signingKeysOf(ground.gate));
  if (signer === "forged") return [receiptCheck("checkpoint", "fail", "forged", { origin: checkpoint.origin })];
  if (signer === "unknown-key")
    return [receiptCheck("checkpoint", "fail", "unknown-key", { origin: checkpoint.origin })];
  return [
    receiptCheck("checkpoint", "pass", "pass", { origin: checkpoint.origin, size: checkpoint.size }),
    ...originCheck(checkpoint.origin, logOriginOf(ground.gate.url)),
    await inclusionCheck(receipt, checkpoint),
    ...(await sinceChecks(receipt, checkpoint, ground.since)),
  ];
}

/** A gate may have moved; its key is what tells it from others. */
function originCheck(actual: string, expected: string): Check[] {
  if (actual === expected) return [];
  return [receiptCheck("origin", "unknown", "moved", { actual, expected }, { expected, actual })];
}

async function inclusionCheck({ entries }: Receipt, { size, root }: TreeHead): Promise<Check> {
  for (const { index, leaf, proof } of entries) {
    const leafHash = await hashLeaf(toUtf8(leaf));
    if (!(await verifyInclusion({ leafHash, index, size, root, proof: hashesOf(proof) }))) {
      return receiptCheck("inclusion", "fail", "fail", { index, size });
    }
  }
  return receiptCheck("inclusion", "pass", "pass", { count: entries.length, size });
}

async function sinceChecks(
  { consistency }: Receipt,
  head: TreeHead,
  since: TreeHead | undefined,
): Promise<readonly Check[]> {
  if (since === undefined) return [];
  const sizes = { since: since.size, size: head.size };
  if (since.size === head.size) {
    return [
      equalBytes(since.root, head.root)
        ? receiptCheck("since", "pass", "same", sizes)
        : receiptCheck("since", "fail", "fail", sizes),
    ];
  }
  if (since.size > head.size) return [receiptCheck("since", "fail", "newer", sizes)];
  if (consistency === null || consistency.size !== since.size)
    return [receiptCheck("since", "fail", "no-proof", sizes)];
  const continues = await verifyConsistency(since, head, hashesOf(consistency.proof));
  return [receiptCheck("since", continues ? "pass" : "fail", continues ? "pass" : "fail", sizes)];
}

/** They passed the receipt's schema; one that did not is no hash, and proves nothing. */
function hashesOf(texts: readonly string[]): Uint8Array[] {
  return texts.map((text) => {
    const decoded = fromBase64("hash", text);
    return decoded.ok ? decoded.value : new Uint8Array();
  });
}
