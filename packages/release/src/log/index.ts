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
