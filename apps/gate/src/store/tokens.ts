import type { Database } from "./open.ts";
import type { TokenTable } from "./people-tables.ts";

/** Adds a program's access. False when its name is taken. */
export async function addToken(database: Database, token: TokenTable): Promise<boolean> {
  const result = await database
    .insertInto("tokens")
    .values(token)
    .onConflict((conflict) => conflict.column("name_key").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findToken(database: Database, id: string): Promise<TokenTable | undefined> {
  return database.selectFrom("tokens").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function findTokenByHash(database: Database, tokenHash: string): Promise<TokenTable | undefined> {
  return database.selectFrom("tokens").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst();
}

/** All of them by name, those that have run out too. */
export async function listTokens(database: Database): Promise<readonly TokenTable[]> {
  return database.selectFrom("tokens").selectAll().orderBy("name_key").execute();
}

export async function noteTokenUse(database: Database, id: string, now: Date): Promise<void> {
  await database.updateTable("tokens").set({ last_used_at: now.getTime() }).where("id", "=", id).execute();
}

export async function removeToken(database: Database, id: string): Promise<void> {
  await database.deleteFrom("tokens").where("id", "=", id).execute();
}
