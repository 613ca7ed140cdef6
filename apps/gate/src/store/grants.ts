import type { Insertable, Selectable } from "kysely";
import type { GrantTable } from "./approval-tables.ts";
import type { Database } from "./open.ts";

export type GrantRow = Selectable<GrantTable>;

export async function insertGrant(database: Database, grant: Insertable<GrantTable>): Promise<void> {
  await database.insertInto("grants").values(grant).execute();
}

export async function findGrant(database: Database, id: string): Promise<GrantRow | undefined> {
  return database.selectFrom("grants").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Grants, the newest first. */
export async function listGrants(database: Database, machineId?: string): Promise<readonly GrantRow[]> {
  const all = database.selectFrom("grants").selectAll().orderBy("created_at", "desc").orderBy("id").limit(1000);
  return (machineId === undefined ? all : all.where("machine_id", "=", machineId)).execute();
}

/** Grants of a machine, or of one boot of it, that are neither withdrawn nor used up nor over; the oldest first. */
export async function listOpenGrants(
  database: Database,
  { machineId, bootDigest, now }: { readonly machineId: string; readonly bootDigest?: string; readonly now: Date },
): Promise<readonly GrantRow[]> {
  let query = database.selectFrom("grants").selectAll().where("machine_id", "=", machineId);
  if (bootDigest !== undefined) query = query.where("boot_digest", "=", bootDigest);
  return query
    .where("withdrawn_at", "is", null)
    .where((where) => where.or([where("remaining", "is", null), where("remaining", ">", 0)]))
    .where((where) => where.or([where("until", "is", null), where("until", ">", now.getTime())]))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

/** Takes one boot of a grant that is still open. False when it no longer is: of two takers of a last boot one gets it. */
export async function takeBoot(database: Database, id: string, now: Date): Promise<boolean> {
  const result = await database
    .updateTable("grants")
    .set((column) => ({ remaining: column("remaining", "-", 1) }))
    .where("id", "=", id)
    .where("withdrawn_at", "is", null)
    .where((where) => where.or([where("remaining", "is", null), where("remaining", ">", 0)]))
    .where((where) => where.or([where("until", "is", null), where("until", ">", now.getTime())]))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ends a grant. False when somebody has withdrawn it already. */
export async function withdrawGrant(database: Database, id: string, by: string | null, now: Date): Promise<boolean> {
  const result = await database
    .updateTable("grants")
    .set({ withdrawn_at: now.getTime(), withdrawn_by: by })
    .where("id", "=", id)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Numbers of the requests that were released under a grant, the first one first. */
export async function listReleasedUnder(database: Database, id: string): Promise<readonly number[]> {
  const rows = await database
    .selectFrom("requests")
    .select("number")
    .where("grant_id", "=", id)
    .orderBy("number")
    .execute();
  return rows.map(({ number }) => number);
}
