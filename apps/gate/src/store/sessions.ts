import type { Database } from "./open.ts";
import type { AccountTable, EnrolmentTable, SessionTable } from "./people-tables.ts";

export async function addSession(database: Database, session: SessionTable): Promise<void> {
  await database.insertInto("sessions").values(session).execute();
}

/** A session with its account as that is now. */
export async function findSession(
  database: Database,
  tokenHash: string,
): Promise<(SessionTable & Pick<AccountTable, "name" | "role">) | undefined> {
  return database
    .selectFrom("sessions")
    .innerJoin("accounts", "accounts.id", "sessions.account_id")
    .selectAll("sessions")
    .select(["accounts.name", "accounts.role"])
    .where("token_hash", "=", tokenHash)
    .executeTakeFirst();
}

export async function noteSeen(database: Database, tokenHash: string, now: Date): Promise<void> {
  await database.updateTable("sessions").set({ seen_at: now.getTime() }).where("token_hash", "=", tokenHash).execute();
}

/** Ends one session, or all that began with a passkey. */
export async function endSessions(
  database: Database,
  which: { readonly tokenHash: string } | { readonly passkeyId: string },
): Promise<void> {
  const all = database.deleteFrom("sessions");
  await (
    "tokenHash" in which ? all.where("token_hash", "=", which.tokenHash) : all.where("passkey_id", "=", which.passkeyId)
  ).execute();
}

/** Ends the oldest sessions of an account beyond so many. */
export async function endOldestSessions(database: Database, accountId: string, kept: number): Promise<void> {
  const newest = database
    .selectFrom("sessions")
    .select("token_hash")
    .where("account_id", "=", accountId)
    .orderBy("created_at", "desc")
    .limit(kept);
  await database
    .deleteFrom("sessions")
    .where("account_id", "=", accountId)
    .where("token_hash", "not in", newest)
    .execute();
}

/** Puts a link in the place of those that the account had and nobody used. */
export async function replaceEnrolment(database: Database, enrolment: EnrolmentTable): Promise<void> {
  await database
    .deleteFrom("enrolments")
    .where("account_id", "=", enrolment.account_id)
    .where("used_at", "is", null)
    .execute();
  await database.insertInto("enrolments").values(enrolment).execute();
}

export async function findEnrolment(
  database: Database,
  tokenHash: string,
): Promise<(EnrolmentTable & Pick<AccountTable, "name" | "role">) | undefined> {
  return database
    .selectFrom("enrolments")
    .innerJoin("accounts", "accounts.id", "enrolments.account_id")
    .selectAll("enrolments")
    .select(["accounts.name", "accounts.role"])
    .where("token_hash", "=", tokenHash)
    .executeTakeFirst();
}

/** Links that can still be used. */
export async function listEnrolments(database: Database, now: Date): Promise<readonly EnrolmentTable[]> {
  return database
    .selectFrom("enrolments")
    .selectAll()
    .where("used_at", "is", null)
    .where("expires_at", ">", now.getTime())
    .execute();
}

/** Marks a link as used. True for exactly one caller. */
export async function useEnrolment(database: Database, tokenHash: string, now: Date): Promise<boolean> {
  const result = await database
    .updateTable("enrolments")
    .set({ used_at: now.getTime() })
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets sessions and links whose end came before; until then people are told why theirs does not work any more. */
export async function forgetEnded(database: Database, before: Date): Promise<void> {
  const time = before.getTime();
  await database.deleteFrom("sessions").where("expires_at", "<", time).execute();
  await database.deleteFrom("enrolments").where("expires_at", "<", time).execute();
}
