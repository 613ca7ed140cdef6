import { closeSync, constants, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { message } from "@sekisho/messages";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import { reasonOf } from "../keys/private-files.ts";
import { watchChanges, type Change } from "./changes.ts";
import { GateStartError } from "../start-error.ts";
import { migrationProvider } from "./migrations.ts";
import { nodeSqliteDialect } from "./sqlite-dialect.ts";
import type { Tables } from "./tables.ts";

export type Database = Kysely<Tables>;

/**
 * Opens the gate's database and brings its tables up to date.
 *
 * A transaction that has returned outlives a power cut (WAL, synchronous=FULL). The process holds the file exclusively,
 * so that two gates never work on one; the lock ends with the process, however it ends.
 *
 * @param changed is told of each change that people follow live
 * @throws GateStartError when the file is locked by another gate, or is no database of ours
 */
export async function openDatabase(path: string, changed?: (change: Change) => void): Promise<Database> {
  let file: DatabaseSync | undefined;
  let database: Database | undefined;
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600));
    file = new DatabaseSync(path, { enableForeignKeyConstraints: true });
    file.exec(
      `PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
       PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;`,
    );
    // The lock is taken by the first write.
    file.exec("BEGIN EXCLUSIVE; COMMIT");
    database = new Kysely<Tables>({ dialect: nodeSqliteDialect(file) });
    const { error } = await new Migrator({ db: database, provider: migrationProvider }).migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error("the migration failed");
    if (changed !== undefined) watchChanges(file, changed);
    return database;
  } catch (error) {
    if (database === undefined) file?.close();
    else await database.destroy();
    const reason = error instanceof Error ? error.message : reasonOf(error);
    const id = /database is locked/.test(reason) ? "gate.start.databaseBusy" : "gate.start.databaseUnusable";
    throw new GateStartError(message(id, { path, reason }));
  }
}
