import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import type { GateIdentity } from "@sekisho/release";
import {
  appendLeaf,
  canonicalJson,
  checkpointBody,
  emptyFrontier,
  encodeNote,
  hashLeaf,
  logOriginOf,
  makeConsistencyProof,
  makeInclusionProof,
  noteKeyId,
  rootOf,
  subtreesOfTiles,
  type LogEntry,
  type Receipt,
  type SubtreeReader,
} from "@sekisho/release/log";

/** A log that a gate's stolen key could sign: for tests of what a receipt's verification finds beyond signatures. */
export type ForgedLog = {
  /** The gate whose key it is: `gate.json`, with the old keys beside it. */
  readonly gate: GateIdentity;
  readonly receipt: Receipt;
};

/**
 * Changes the entries of a receipt, and makes log, proofs and checkpoint anew, so that everything about the log is right.
 *
 * @param change is given each entry, and returns it as it is to be; undefined leaves it out
 */
export async function forgeLog(
  receipt: Receipt,
  gate: GateIdentity,
  change: (entry: LogEntry) => LogEntry | undefined,
  more: Partial<Receipt> = {},
): Promise<ForgedLog> {
  const { privateKey } = generateKeyPairSync("ed25519");
  const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const size = Math.max(...receipt.entries.map(({ index }) => index)) + 1;
  const leaves = Array.from({ length: size }, (_, index) => Buffer.from(`filler ${index}`));
  const placed = receipt.entries.flatMap(({ index, leaf }) => {
    const entry = change(JSON.parse(leaf) as LogEntry);
    if (entry === undefined) return [];
    const text = canonicalJson(entry);
    leaves[index] = Buffer.from(text);
    return [{ index, leaf: text }];
  });
  const { root, read } = await treeOf(leaves);
  const origin = logOriginOf(gate.url);
  const body = checkpointBody({ origin, size, root });
  const signature = sign(null, Buffer.from(body), privateKey);
  const checkpoint = encodeNote({
    body,
    signatures: [{ name: origin, keyId: await noteKeyId(origin, spki), signature }],
  });
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", new Uint8Array(spki))).toString("hex");
  const entries = await Promise.all(
    placed.map(async (entry) => ({ ...entry, proof: (await makeInclusionProof(entry.index, size, read)).map(base64) })),
  );
  const signingKeys = [{ spki: spki.toString("base64"), digest }, ...gate.signingKeys];
  return { gate: { ...gate, signingKeys }, receipt: { ...receipt, ...more, checkpoint, entries } };
}

async function treeOf(leaves: readonly Buffer[]): Promise<{ root: Uint8Array; read: SubtreeReader }> {
  const hashes = await Promise.all(leaves.map((leaf) => hashLeaf(leaf)));
  let frontier = emptyFrontier;
  for (const hash of hashes) ({ frontier } = await appendLeaf(frontier, hash));
  const read = subtreesOfTiles(leaves.length, ({ index, width }) =>
    Promise.resolve(Buffer.concat(hashes.slice(index * 256, index * 256 + width))),
  );
  return { root: await rootOf(frontier), read };
}

/** The proof that a forged log of these leaves would need; for tests that give a wrong one. */
export async function wrongConsistency(size: number, count: number): Promise<string[]> {
  const { read } = await treeOf(Array.from({ length: count }, (_, index) => Buffer.from(`other ${index}`)));
  return (await makeConsistencyProof(size, count, read)).map(base64);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
