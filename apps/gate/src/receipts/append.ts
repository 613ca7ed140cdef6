import { toUtf8 } from "@sekisho/encoding";
import { appendLeaf, canonicalJson, hashLeaf, logEntrySchema, type NewEntry } from "@sekisho/release/log";
import type { Gate } from "../requests/gate.ts";
import { insertEntry, readFrontier } from "../store/log.ts";
import type { Database } from "../store/open.ts";

/** Where an entry stands in the log; the first one is 0. */
export type EntryIndex = number;

/**
 * Writes an entry into the log, with the present time.
 *
 * Call it with the transaction that changes what the entry tells, so that both are there or neither: nothing of the log is
 * kept in memory, and what a transaction takes back was never signed.
 *
 * @throws ZodError for an entry that readers would not understand
 */
export async function appendEntry(
  gate: Pick<Gate, "clock">,
  transaction: Database,
  entry: NewEntry,
): Promise<EntryIndex> {
  const time = gate.clock();
  const written = logEntrySchema.parse({ ...entry, version: 1, time: time.toISOString() });
  const leaf = toUtf8(canonicalJson(written));
  const leafHash = await hashLeaf(leaf);
  const present = await readFrontier(transaction);
  const { frontier, completed } = await appendLeaf(present, leafHash);
  const row = {
    idx: present.size,
    kind: written.kind,
    time: time.getTime(),
    machine_id: "machineId" in written ? written.machineId : null,
    request_id: "request" in written ? written.request : null,
    leaf,
    leaf_hash: leafHash,
  };
  await insertEntry(transaction, row, frontier, completed);
  return row.idx;
}
