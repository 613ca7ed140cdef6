import { concatBytes } from "@sekisho/encoding";
import { hashLength, type Frontier, type LogEntryKind, type Subtree } from "@sekisho/release/log";
import type { Selectable } from "kysely";
import type { Database } from "./open.ts";
import type { LogTables } from "./log-tables.ts";

export type LogRow = Selectable<LogTables["log_entries"]>;

/** How large the log is, and what its root is made of. */
export async function readFrontier(database: Database): Promise<Frontier> {
  const { size, peaks } = await database.selectFrom("log_state").select(["size", "peaks"]).executeTakeFirstOrThrow();
  return { size, peaks: hashesIn(peaks) };
}

/** Adds an entry behind the last one, with what the tree gains by it. To be called inside of a transaction. */
export async function insertEntry(
  database: Database,
  row: LogRow,
  { peaks }: Frontier,
  completed: readonly Subtree[],
): Promise<void> {
  await database.insertInto("log_entries").values(row).execute();
  for (const { level, index, hash } of completed) {
    if (level % 8 !== 0) continue;
    await database
      .insertInto("log_nodes")
      .values({ level: level / 8, idx: index, hash })
      .execute();
  }
  await database
    .updateTable("log_state")
    .set({ size: row.idx + 1, peaks: concatBytes(...peaks) })
    .execute();
}

/** The entry at this place. */
export async function findEntry(database: Database, index: number): Promise<LogRow | undefined> {
  return database.selectFrom("log_entries").selectAll().where("idx", "=", index).executeTakeFirst();
}

/** Everything that the log tells of a request, in its order. */
export async function entriesOfRequest(database: Database, requestId: string): Promise<readonly LogRow[]> {
  return database.selectFrom("log_entries").selectAll().where("request_id", "=", requestId).orderBy("idx").execute();
}

/** Where entries are looked for; `before` and `after` are exclusive. */
export type EntryFilter = {
  readonly kind?: LogEntryKind | undefined;
  readonly machineId?: string | undefined;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly order: "newest-first" | "oldest-first";
  readonly limit: number;
};

/** Entries, by their place. */
export async function listEntries(database: Database, filter: EntryFilter): Promise<readonly LogRow[]> {
  let query = database.selectFrom("log_entries").selectAll();
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  if (filter.machineId !== undefined) query = query.where("machine_id", "=", filter.machineId);
  if (filter.before !== undefined) query = query.where("idx", "<", filter.before);
  if (filter.after !== undefined) query = query.where("idx", ">", filter.after);
  return query
    .orderBy("idx", filter.order === "newest-first" ? "desc" : "asc")
    .limit(filter.limit)
    .execute();
}

/** The hashes of a tile, one after the other; fewer than `width` where the log has no more. */
export async function readTileHashes(
  database: Database,
  { level, index, width }: { readonly level: number; readonly index: number; readonly width: number },
): Promise<Uint8Array> {
  const first = index * 256;
  const rows =
    level === 0
      ? await database
          .selectFrom("log_entries")
          .select("leaf_hash as hash")
          .where("idx", ">=", first)
          .where("idx", "<", first + width)
          .orderBy("idx")
          .execute()
      : await database
          .selectFrom("log_nodes")
          .select("hash")
          .where("level", "=", level)
          .where("idx", ">=", first)
          .where("idx", "<", first + width)
          .orderBy("idx")
          .execute();
  return concatBytes(...rows.map(({ hash }) => hash));
}

/** The leaves of a bundle of entries. */
export async function readLeaves(database: Database, first: number, count: number): Promise<readonly Uint8Array[]> {
  const rows = await database
    .selectFrom("log_entries")
    .select("leaf")
    .where("idx", ">=", first)
    .where("idx", "<", first + count)
    .orderBy("idx")
    .execute();
  return rows.map(({ leaf }) => leaf);
}

/** The newest checkpoint that was signed. */
export async function readCheckpoint(database: Database): Promise<{ size: number; note: string } | undefined> {
  return database.selectFrom("log_checkpoint").select(["size", "note"]).executeTakeFirst();
}

/** Keeps a signed checkpoint in the place of the one before. */
export async function keepCheckpoint(database: Database, size: number, note: string): Promise<void> {
  await database
    .insertInto("log_checkpoint")
    .values({ id: 1, size, note })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ size, note }))
    .execute();
}

function hashesIn(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / hashLength }, (_, at) =>
    bytes.slice(at * hashLength, (at + 1) * hashLength),
  );
}
