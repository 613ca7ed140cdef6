import {
  canonicalJson,
  type auditQuerySchema,
  type logFilterSchema,
  type LogEntryView,
  type LogPage,
} from "@sekisho/release/log";
import type { z } from "zod";
import type { Gate } from "../requests/gate.ts";
import { listEntries, readFrontier, type LogRow } from "../store/log.ts";
import { readLeaf } from "./log-request.ts";

/** How many entries are read at once. */
const slice = 500;

/** Entries of the log, the newest first. */
export async function listLog(gate: Pick<Gate, "database">, filter: z.infer<typeof logFilterSchema>): Promise<LogPage> {
  const { kind, machine: machineId, before, limit } = filter;
  const { size } = await readFrontier(gate.database);
  const rows = await listEntries(gate.database, { kind, machineId, before, limit, order: "newest-first" });
  return { size, entries: rows.map(viewOf) };
}

/**
 * The log as lines of JSON, in its order, up to where it ended when this was asked. Each has the entry's index, and the entry in
 * its canonical form, as it was hashed.
 *
 * @param query `after`: the index of the last entry that the caller has; absent: from the start
 */
export async function* auditLines(
  gate: Pick<Gate, "database">,
  { after = -1, limit = Infinity }: z.infer<typeof auditQuerySchema>,
): AsyncGenerator<string> {
  const size = Math.min((await readFrontier(gate.database)).size, after + 1 + limit);
  let last = after;
  while (last < size - 1) {
    const rows = await listEntries(gate.database, { after: last, before: size, limit: slice, order: "oldest-first" });
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.map((row) => `${canonicalJson(viewOf(row))}\n`).join("");
    last = end.idx;
  }
}

function viewOf({ idx, leaf }: LogRow): LogEntryView {
  return { index: idx, entry: readLeaf(leaf) };
}
