import type { Database } from "./open.ts";

/**
 * Marks a nonce as used. True for exactly one caller, however many try at once: the table's primary key decides, and the
 * mark is on the disk before this returns.
 */
export async function useNonce(database: Database, nonce: Uint8Array, expiresAt: Date): Promise<boolean> {
  const result = await database
    .insertInto("used_nonces")
    .values({ nonce, expires_at: expiresAt.getTime() })
    .onConflict((conflict) => conflict.column("nonce").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Forgets used nonces that have expired, as their expiry alone refuses them now. */
export async function forgetExpiredNonces(database: Database, now: Date): Promise<void> {
  await database.deleteFrom("used_nonces").where("expires_at", "<=", now.getTime()).execute();
}
