import type { LogEntryKind } from "@sekisho/release/log";

/** The gate's log. `idx` counts entries, and nodes of a level, from 0. */
export type LogTables = {
  log_entries: {
    idx: number;
    kind: LogEntryKind;
    time: number;
    machine_id: string | null;
    request_id: string | null;
    /** The entry's canonical JSON in UTF-8, which is what the tree hashes. */
    leaf: Uint8Array;
    leaf_hash: Uint8Array;
  };
  /** Roots of full tiles: of 256 leaves at level 1, of 65,536 at level 2. */
  log_nodes: { level: number; idx: number; hash: Uint8Array };
  /** One row. `peaks`: the roots of the full subtrees that the tree is made of, the largest first, one after the other. */
  log_state: { id: 1; size: number; peaks: Uint8Array };
  /** One row at most: the newest checkpoint that was signed. */
  log_checkpoint: { id: 1; size: number; note: string };
  /** One row at most: refusals of strangers that have no entry of their own yet. */
  log_strangers: { id: 1; since: number; count: number; first_number: number; last_number: number };
  /** How many refusals of strangers have had an entry of their own, for a machine on a day (days since 1970, UTC). */
  log_allowances: { machine_id: string; day: number; used: number };
  /** Machines (canonical JSON) and policies (YAML) that entries name by their SHA-256. */
  log_documents: { digest: string; content: string };
};
