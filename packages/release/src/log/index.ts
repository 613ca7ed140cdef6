/** The gate's log: what was judged, approved, released, refused and changed, in a Merkle tree that only grows (RFC 6962). */
export { logActorSchema, type LogActor } from "./actor.ts";
export { canonicalJson, type Json } from "./canonical-json.ts";
export { digestOfJson, digestOfText } from "./digest.ts";
export {
  approvalScopeSchema,
  logEntrySchema,
  type LogEntry,
  type LogEntryKind,
  type LogEntryOf,
  type NewEntry,
} from "./entry.ts";
export { checkpointBody, logOriginOf, parseCheckpoint, type Checkpoint } from "./checkpoint.ts";
export { makeConsistencyProof, makeInclusionProof, type SubtreeReader } from "./make-proofs.ts";
export {
  appendLeaf,
  emptyFrontier,
  hashLeaf,
  hashLength,
  hashNode,
  rootOf,
  verifyConsistency,
  verifyInclusion,
  type Frontier,
  type Subtree,
  type TreeHead,
} from "./merkle-tree.ts";
export {
  encodeNote,
  noteKeyId,
  parseNote,
  verifyNote,
  type NoteSignature,
  type SignatureProblem,
  type SignedNote,
} from "./note.ts";
export {
  encodeEntryBundle,
  longestEntry,
  parseEntryBundle,
  parseTilePath,
  subtreesOfTiles,
  tilePath,
  tileWidth,
  tileWidthIn,
  type TilePlace,
  type TileReader,
} from "./tiles.ts";
export { receiptQuerySchema, receiptSchema, type ProvenEntry, type Receipt } from "./receipt.ts";
export {
  auditQuerySchema,
  logEntryViewSchema,
  logFilterSchema,
  logPageSchema,
  type LogEntryView,
  type LogPage,
} from "./views.ts";
