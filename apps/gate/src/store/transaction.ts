import type { Database } from "./open.ts";

/** Does some work in the transaction that is open, or else in one of its own. */
export function inTransaction<T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> {
  return database.isTransaction ? work(database) : database.transaction().execute(work);
}
