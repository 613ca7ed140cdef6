import { sql, type Selectable, type Updateable } from "kysely";
import { openStates, type RequestState } from "../requests/state.ts";
import type { Database } from "./open.ts";
import type { RequestTable } from "./tables.ts";

export type RequestRow = Selectable<RequestTable>;
/** A request begins without a release: that comes with its entry in the log. */
export type NewRequest = Omit<RequestRow, "number" | "release_json" | "release_entry" | Approved> &
  Partial<Pick<RequestRow, Approved>>;
type Approved = "boot_digest" | "verdict_digest" | "grant_id";

/** Adds a request; the database gives it the next number. */
export async function insertRequest(database: Database, request: NewRequest): Promise<RequestRow> {
  return database.insertInto("requests").values(request).returningAll().executeTakeFirstOrThrow();
}

/** Changes a request that is still in `from`; `undefined` when it no longer is. */
export async function updateRequest(
  database: Database,
  number: number,
  from: RequestState,
  change: Updateable<Omit<RequestTable, "number" | "id" | "machine_id">>,
): Promise<RequestRow | undefined> {
  return database
    .updateTable("requests")
    .set(change)
    .where("number", "=", number)
    .where("state", "=", from)
    .returningAll()
    .executeTakeFirst();
}

/** A request by its identifier. */
export async function findRequest(database: Database, id: string): Promise<RequestRow | undefined> {
  return database.selectFrom("requests").selectAll().where("id", "=", id).executeTakeFirst();
}

/** A request by the number that people and guests call it by. */
export async function findRequestByNumber(database: Database, number: number): Promise<RequestRow | undefined> {
  return database.selectFrom("requests").selectAll().where("number", "=", number).executeTakeFirst();
}

/** The request of a very guest: same machine, key, boot, disk and TPM. Refused and denied ones don't count. */
export async function findRequestOfGuest(
  database: Database,
  guest: Pick<RequestRow, "machine_id" | "guest_key" | "header_digest" | "tpm_keys"> & { readonly report_id: string },
): Promise<RequestRow | undefined> {
  return database
    .selectFrom("requests")
    .selectAll()
    .where("machine_id", "=", guest.machine_id)
    .where("guest_key", "=", guest.guest_key)
    .where("report_id", "=", guest.report_id)
    .where("header_digest", "=", guest.header_digest)
    .where("tpm_keys", "is", guest.tpm_keys)
    .where("state", "in", [...openStates, "released"])
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
}

export type RequestFilter = {
  readonly states?: readonly RequestState[] | undefined;
  readonly machineId?: string | undefined;
  /** Only requests with a smaller number: the next page. */
  readonly before?: number | undefined;
  readonly limit: number;
};

/** Requests, the newest first. */
export async function listRequests(database: Database, filter: RequestFilter): Promise<readonly RequestRow[]> {
  let query = database.selectFrom("requests").selectAll();
  if (filter.states !== undefined) query = query.where("state", "in", [...filter.states]);
  if (filter.machineId !== undefined) query = query.where("machine_id", "=", filter.machineId);
  if (filter.before !== undefined) query = query.where("number", "<", filter.before);
  return query.orderBy("number", "desc").limit(filter.limit).execute();
}

/** Which boot of its machine each of these requests is, by its number: the first one whose evidence was accepted is 1. */
export async function bootNumbers(
  database: Database,
  requests: readonly Pick<RequestRow, "number" | "machine_id">[],
): Promise<ReadonlyMap<number, number>> {
  const machines = [...new Set(requests.map(({ machine_id }) => machine_id))];
  if (machines.length === 0) return new Map();
  const rows = await database
    .selectFrom("requests")
    .select(["number", sql<number>`row_number() OVER (PARTITION BY machine_id ORDER BY number)`.as("boot")])
    .where("proven", "=", 1)
    .where("machine_id", "in", machines)
    .execute();
  return new Map(rows.map(({ number, boot }) => [number, boot]));
}

/** Open requests whose time has run out. */
export async function listDue(database: Database, now: Date): Promise<readonly RequestRow[]> {
  return database
    .selectFrom("requests")
    .selectAll()
    .where("state", "in", openStates)
    .where("expires_at", "<=", now.getTime())
    .execute();
}

/** Keeps the newest requests of strangers, so that nobody fills the disk by being refused. */
export async function pruneStrangers(database: Database, kept: number): Promise<void> {
  await database
    .deleteFrom("requests")
    .where("proven", "=", 0)
    .where("number", "<=", (inner) =>
      inner
        .selectFrom("requests")
        .select("number")
        .where("proven", "=", 0)
        .orderBy("number", "desc")
        .offset(kept)
        .limit(1),
    )
    .execute();
}

/**
 * Counts a release to a booted VM. False when it has had as many as it may: one, unless a person allowed more.
 */
export async function claimReportId(database: Database, reportId: string, machineId: string): Promise<boolean> {
  await database
    .insertInto("report_ids")
    .values({ report_id: reportId, machine_id: machineId, allowed: 1, used: 0 })
    .onConflict((conflict) => conflict.column("report_id").doNothing())
    .execute();
  const result = await database
    .updateTable("report_ids")
    .set((column) => ({ used: column("used", "+", 1) }))
    .where("report_id", "=", reportId)
    .whereRef("used", "<", "allowed")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Whether a booted VM has had all the releases that it may. */
export async function isReportIdSpent(database: Database, reportId: string): Promise<boolean> {
  const found = await database
    .selectFrom("report_ids")
    .select("used")
    .where("report_id", "=", reportId)
    .whereRef("used", ">=", "allowed")
    .executeTakeFirst();
  return found !== undefined;
}

/** Lets a booted VM have one release more than it has had. False when it has had none. */
export async function allowAnotherRelease(database: Database, reportId: string): Promise<boolean> {
  const result = await database
    .updateTable("report_ids")
    .set((column) => ({ allowed: column("used", "+", 1) }))
    .where("report_id", "=", reportId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
