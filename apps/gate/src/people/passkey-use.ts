import type { Gate } from "../requests/gate.ts";
import { findAccount, findPasskey, updatePasskey } from "../store/accounts.ts";
import type { Database } from "../store/open.ts";
import type { PasskeyTable } from "../store/people-tables.ts";
import { endSessions } from "../store/sessions.ts";
import type { Assertion } from "./assertion.ts";
import { logAccount } from "./log-entries.ts";

/**
 * Keeps what a use of a passkey told, in the transaction of what it allows. A passkey of which somebody has a copy is locked, and
 * its sessions end.
 *
 * @returns false when it was locked, or is gone: then it allows nothing, and the transaction must be kept all the same
 */
export async function notePasskeyUse(
  gate: Gate,
  database: Database,
  { id, account_id }: PasskeyTable,
  { counter, backedUp }: Assertion,
): Promise<boolean> {
  const now = gate.clock().getTime();
  // Another use may have come in between.
  const present = await findPasskey(database, id);
  if (present === undefined || present.locked_at !== null) return false;
  // A counter of zero means that the authenticator counts nothing; any other must have grown (WebAuthn Level 3, section 6.1.1).
  if (present.counter > 0 && counter <= present.counter) {
    await updatePasskey(database, id, { locked_at: now });
    await endSessions(database, { passkeyId: id });
    const account = await findAccount(database, account_id);
    if (account !== undefined) await logAccount(gate, database, { kind: "gate" }, "passkey-locked", account, id);
    return false;
  }
  await updatePasskey(database, id, { counter, backed_up: backedUp ? 1 : 0, last_used_at: now });
  return true;
}
