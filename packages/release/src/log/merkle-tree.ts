import { equalBytes } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";

/** Bytes of a hash in the tree: SHA-256. */
export const hashLength = 32;

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** The hash of a leaf: SHA-256 over a zero byte and its content (RFC 6962, section 2.1). */
export function hashLeaf(content: Uint8Array): Promise<Uint8Array> {
  return hash("sha256", leafPrefix, content);
}

/** The hash of a node: SHA-256 over a one byte and its two children (RFC 6962, section 2.1). */
export function hashNode(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return hash("sha256", nodePrefix, left, right);
}

/** A full subtree: 2^`level` leaves, the `index`-th of that size. */
export type Subtree = { readonly level: number; readonly index: number; readonly hash: Uint8Array };

/**
 * All that is needed of a tree to add leaves and to know its root: the roots of the full subtrees that it is made of, the
 * largest, which is the leftmost, first. There is one for each bit that is set in `size`.
 */
export type Frontier = { readonly size: number; readonly peaks: readonly Uint8Array[] };

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

/** Adds a leaf, by its hash. `completed` are the subtrees above the leaf that it fills, the smallest first. */
export async function appendLeaf(
  { size, peaks }: Frontier,
  leafHash: Uint8Array,
): Promise<{ readonly frontier: Frontier; readonly completed: readonly Subtree[] }> {
  const left = [...peaks];
  const completed: Subtree[] = [];
  let right = leafHash;
  // As in counting: each bit that carries joins two subtrees of one size.
  for (let [level, count] = [1, size]; count % 2 === 1; level++, count = (count - 1) / 2) {
    const peak = left.pop();
    if (peak === undefined) throw new RangeError(`${peaks.length} peaks for ${size} leaves`);
    right = await hashNode(peak, right);
    completed.push({ level, index: (count - 1) / 2, hash: right });
  }
  return { frontier: { size: size + 1, peaks: [...left, right] }, completed };
}

/** The root of the tree; of the empty one SHA-256 over nothing. */
export async function rootOf({ peaks }: Frontier): Promise<Uint8Array> {
  const [smallest, ...larger] = peaks.toReversed();
  if (smallest === undefined) return hash("sha256");
  let root = smallest;
  for (const peak of larger) root = await hashNode(peak, root);
  return root;
}

/**
 * Whether a leaf stands at `index` in the tree of `size` leaves with this root (RFC 9162, section 2.1.3.2).
 *
 * @param proof the hashes beside the way from leaf to root, the lowest first
 */
export async function verifyInclusion(claim: {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}): Promise<boolean> {
  const { index, size } = claim;
  if (!areSizes(index, size) || index >= size) return false;
  let [node, last, current] = [index, size - 1, claim.leafHash];
  for (const sibling of claim.proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      current = await hashNode(sibling, current);
      // A node without a sibling of its own is its parent.
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      current = await hashNode(current, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(current, claim.root);
}

/** The root of a tree of `size` leaves. */
export type TreeHead = { readonly size: number; readonly root: Uint8Array };

/** Whether the newer tree is the older one with leaves added (RFC 9162, section 2.1.4.2). */
export async function verifyConsistency(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
): Promise<boolean> {
  if (!areSizes(older.size, newer.size) || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && equalBytes(older.root, await rootOf(emptyFrontier));
  let [node, last] = [older.size - 1, newer.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  // Of an older tree that is one full subtree the proof leaves out what the caller has: its root.
  const [first, ...others] = node === 0 ? [older.root, ...proof] : proof;
  if (first === undefined) return false;
  let [olderRoot, newerRoot] = [first, first];
  for (const sibling of others) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      olderRoot = await hashNode(sibling, olderRoot);
      newerRoot = await hashNode(sibling, newerRoot);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newerRoot = await hashNode(newerRoot, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && equalBytes(olderRoot, older.root) && equalBytes(newerRoot, newer.root);
}

/** Not by shifting bits, which would cut at 32 of them. */
function half(number: number): number {
  return Math.floor(number / 2);
}

function areSizes(...numbers: readonly number[]): boolean {
  return numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
}
