import type { Selectable } from "kysely";
import type { LogTables } from "./log-tables.ts";
import type { Database } from "./open.ts";

const dayLength = 86_400_000;

/** Takes one of a machine's entries for strangers of this day (UTC). False when they are used up. */
export async function takeAllowance(
  database: Database,
  machineId: string,
  now: Date,
  allowed: number,
): Promise<boolean> {
  const day = Math.floor(now.getTime() / dayLength);
  const found = await database
    .selectFrom("log_allowances")
    .select("used")
    .where("machine_id", "=", machineId)
    .where("day", "=", day)
    .executeTakeFirst();
  const used = (found?.used ?? 0) + 1;
  if (used > allowed) return false;
  await database
    .insertInto("log_allowances")
    .values({ machine_id: machineId, day, used })
    .onConflict((conflict) => conflict.column("machine_id").doUpdateSet({ day, used }))
    .execute();
  return true;
}

/** Counts a stranger's refusal that has no entry of its own. */
export async function countStranger(database: Database, number: number, now: Date): Promise<void> {
  await database
    .insertInto("log_strangers")
    .values({ id: 1, since: now.getTime(), count: 1, first_number: number, last_number: number })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet((column) => ({ count: column("log_strangers.count", "+", 1), last_number: number })),
    )
    .execute();
}

/** Takes what was counted since a moment that is not after `latest`, and begins anew. */
export async function takeStrangers(
  database: Database,
  latest: number,
): Promise<Selectable<LogTables["log_strangers"]> | undefined> {
  return database.deleteFrom("log_strangers").where("since", "<=", latest).returningAll().executeTakeFirst();
}
