import { toHex } from "@sekisho/encoding";
import {
  canonicalJson,
  hashLeaf,
  logOriginOf,
  makeConsistencyProof,
  makeInclusionProof,
  parseCheckpoint,
  parseEntryBundle,
  subtreesOfTiles,
  tilePath,
  tileWidth,
  tileWidthIn,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
  type Checkpoint,
  type Json,
  type LogEntry,
  type SubtreeReader,
} from "@sekisho/release/log";
import type { Memory, Seen } from "./memory.ts";

/** Where the log comes from, and what it is held against. */
export type LogSource = {
  /** Reads what stands at a path of the log ("checkpoint", "tile/0/000.p/7"). */
  readonly read: (path: string) => Promise<Uint8Array>;
  /** The gate's address, as the person's own file or the gate has it. */
  readonly gateUrl: string;
  /** SubjectPublicKeyInfo of the gate's keys. */
  readonly keys: readonly Uint8Array[];
  /** What this browser saw before. */
  readonly memory: Memory;
  readonly now: () => Date;
};

export type SignatureFinding =
  | { readonly kind: "signed"; readonly key: Uint8Array }
  | { readonly kind: "unknown-key" | "forged" | "unreadable" }
  | { readonly kind: "other-log"; readonly expected: string; readonly actual: string };

/** How the log of now stands to what this browser saw before. */
export type HistoryFinding =
  | { readonly kind: "first" }
  | { readonly kind: "continues" | "broken"; readonly seen: Seen };

/** What this browser found of the log. Without a good signature, nothing else was looked at. */
export type LogFinding = {
  readonly signature: SignatureFinding;
  readonly checkpoint?: Checkpoint;
  readonly history?: HistoryFinding;
};

/** Looks at the newest checkpoint: who signed it, and whether it continues what this browser saw. What is good is remembered. */
export async function proveLog(source: LogSource): Promise<LogFinding> {
  const parsed = parseCheckpoint(new TextDecoder().decode(await source.read("checkpoint")));
  if (!parsed.ok) return { signature: { kind: "unreadable" } };
  const { checkpoint, note } = parsed.value;
  const expected = logOriginOf(source.gateUrl);
  if (checkpoint.origin !== expected) {
    return { signature: { kind: "other-log", expected, actual: checkpoint.origin } };
  }
  const signer = await verifyNote(note, expected, source.keys);
  if (typeof signer === "string") return { signature: { kind: signer } };
  const history = await historyOf(source, checkpoint);
  return { signature: { kind: "signed", key: signer }, checkpoint, history };
}

async function historyOf(source: LogSource, checkpoint: Checkpoint): Promise<HistoryFinding> {
  const { memory, now } = source;
  const seen = memory.recall(checkpoint.origin);
  const remember = (): void => memory.keep(checkpoint.origin, { ...checkpoint, at: now().toISOString() });
  if (seen === undefined) {
    remember();
    return { kind: "first" };
  }
  // A log that broke once is not remembered as it is now: it is to be noticed the next time, too.
  if (!(await continues(source, seen, checkpoint))) return { kind: "broken", seen };
  if (checkpoint.size > seen.size) remember();
  return { kind: "continues", seen };
}

async function continues(source: LogSource, seen: Seen, checkpoint: Checkpoint): Promise<boolean> {
  if (seen.size > checkpoint.size) return false;
  const proof = await makeConsistencyProof(seen.size, checkpoint.size, readerOf(source, checkpoint.size));
  return verifyConsistency(seen, checkpoint, proof);
}

/** Where an entry stands, as computed here. */
export type EntryFinding = {
  readonly log: LogFinding;
  readonly inclusion?: "holds" | "fails" | "not-yet";
  /** The entry as it was hashed, and the way from it to the root. */
  readonly leaf?: Uint8Array;
  readonly leafHash?: string;
  readonly proof?: readonly string[];
};

/**
 * Whether an entry stands in the log: its bytes from the log are those of what the page shows, and the log's hashes lead from them
 * to the root that the gate signed.
 *
 * @param shown the entry as the gate's list has it
 */
export async function proveEntry(source: LogSource, index: number, shown: LogEntry): Promise<EntryFinding> {
  const log = await proveLog(source);
  const { checkpoint } = log;
  if (checkpoint === undefined) return { log };
  const { size, root } = checkpoint;
  if (index >= size) return { log, inclusion: "not-yet" };
  const leaf = await leafAt(source, index, size);
  if (leaf === undefined) return { log, inclusion: "fails" };
  const leafHash = await hashLeaf(leaf);
  const proof = await makeInclusionProof(index, size, readerOf(source, size));
  const isShown = canonicalJson(shown as unknown as Json) === new TextDecoder().decode(leaf);
  const holds = isShown && (await verifyInclusion({ leafHash, index, size, root, proof }));
  return {
    log,
    inclusion: holds ? "holds" : "fails",
    leaf,
    leafHash: toHex(leafHash),
    proof: proof.map((one) => toHex(one)),
  };
}

async function leafAt(source: LogSource, index: number, size: number): Promise<Uint8Array | undefined> {
  const bundle = Math.floor(index / tileWidth);
  const width = tileWidthIn(size, "entries", bundle);
  const bytes = await source.read(tilePath({ level: "entries", index: bundle, width }));
  const entries = parseEntryBundle(bytes, width);
  return entries.ok ? entries.value[index % tileWidth] : undefined;
}

function readerOf(source: LogSource, size: number): SubtreeReader {
  return subtreesOfTiles(size, (place) => source.read(tilePath(place)));
}
