import type { Role } from "@sekisho/release";
import type { Database } from "./open.ts";
import type { AccountTable, PasskeyTable } from "./people-tables.ts";

/** What names are compared by: neither case nor width nor a different writing of the same letter makes another name. */
export function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** Adds an account. False when its name is taken. */
export async function addAccount(
  database: Database,
  { id, name, role }: { readonly id: string; readonly name: string; readonly role: Role },
  now: Date,
): Promise<boolean> {
  const values = { id, name, name_key: nameKey(name), role, created_at: now.getTime(), last_sign_in_at: null };
  const result = await database
    .insertInto("accounts")
    .values(values)
    .onConflict((conflict) => conflict.column("name_key").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findAccount(database: Database, id: string): Promise<AccountTable | undefined> {
  return database.selectFrom("accounts").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findAccountByName(database: Database, name: string): Promise<AccountTable | undefined> {
  return database.selectFrom("accounts").selectAll().where("name_key", "=", nameKey(name)).executeTakeFirst();
}

/** All accounts by name. */
export async function listAccounts(database: Database): Promise<readonly AccountTable[]> {
  return database.selectFrom("accounts").selectAll().orderBy("name_key").execute();
}

export async function setRole(database: Database, id: string, role: Role): Promise<void> {
  await database.updateTable("accounts").set({ role }).where("id", "=", id).execute();
}

/** Forgets an account with its passkeys, links and sessions. */
export async function removeAccount(database: Database, id: string): Promise<void> {
  await database.deleteFrom("accounts").where("id", "=", id).execute();
}

/** How many accounts other than this one can sign in as administrator. */
export async function countOtherAdministrators(database: Database, id: string): Promise<number> {
  const rows = await database
    .selectFrom("accounts")
    .innerJoin("passkeys", "passkeys.account_id", "accounts.id")
    .select("accounts.id")
    .distinct()
    .where("accounts.role", "=", "administrator")
    .where("passkeys.locked_at", "is", null)
    .where("accounts.id", "!=", id)
    .execute();
  return rows.length;
}

/** A passkey, unless one with its identifier is registered already. */
export async function addPasskey(database: Database, passkey: PasskeyTable): Promise<boolean> {
  const result = await database
    .insertInto("passkeys")
    .values(passkey)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findPasskey(database: Database, id: string): Promise<PasskeyTable | undefined> {
  return database.selectFrom("passkeys").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The passkeys of one account, or of all, the oldest first. */
export async function listPasskeys(database: Database, accountId?: string): Promise<readonly PasskeyTable[]> {
  const all = database.selectFrom("passkeys").selectAll().orderBy("created_at").orderBy("id");
  return (accountId === undefined ? all : all.where("account_id", "=", accountId)).execute();
}

/** What a use of a passkey told of it; or that it is locked. */
export async function updatePasskey(
  database: Database,
  id: string,
  values: Partial<Pick<PasskeyTable, "counter" | "backed_up" | "last_used_at" | "locked_at">>,
): Promise<void> {
  await database.updateTable("passkeys").set(values).where("id", "=", id).execute();
}

/** Forgets a passkey and the sessions that began with it. */
export async function removePasskey(database: Database, id: string): Promise<void> {
  await database.deleteFrom("passkeys").where("id", "=", id).execute();
}

export async function noteSignIn(database: Database, accountId: string, now: Date): Promise<void> {
  await database.updateTable("accounts").set({ last_sign_in_at: now.getTime() }).where("id", "=", accountId).execute();
}
