import { createHash } from "node:crypto";
import type { Actor } from "@sekisho/release";
import type { LogActor, LogEntryOf } from "@sekisho/release/log";
import { appendEntry } from "../receipts/append.ts";
import type { Gate } from "../requests/gate.ts";
import type { Database } from "../store/open.ts";
import type { TokenTable } from "../store/people-tables.ts";

type AccountAction = LogEntryOf<"account">["action"];

/** An actor as the log names it: without the role, which stands in the entries of the account. */
export function logActor(actor: Actor): LogActor {
  return actor.kind === "owner" ? { kind: "owner" } : { kind: actor.kind, id: actor.id, name: actor.name };
}

/** Writes into the log what was done to an account, in the transaction that does it. */
export async function logAccount(
  gate: Gate,
  database: Database,
  actor: LogActor,
  action: AccountAction,
  { id, name, role }: { readonly id: string; readonly name: string; readonly role: LogEntryOf<"account">["role"] },
  passkeyId?: string,
): Promise<void> {
  const passkey = passkeyId === undefined ? null : passkeyDigest(passkeyId);
  await appendEntry(gate, database, { kind: "account", actor, account: id, name, action, role, passkey });
}

/** Writes into the log that a program was given access, or lost it. */
export async function logToken(
  gate: Gate,
  database: Database,
  actor: Actor,
  action: LogEntryOf<"token">["action"],
  { id, name, role, expires_at: end }: TokenTable,
): Promise<void> {
  const expiresAt = end === null ? null : new Date(end).toISOString();
  await appendEntry(gate, database, {
    kind: "token",
    actor: logActor(actor),
    token: id,
    name,
    action,
    role,
    expiresAt,
  });
}

/** SHA-256 over a credential's identifier. */
function passkeyDigest(id: string): string {
  return createHash("sha256").update(Buffer.from(id, "base64url")).digest("hex");
}
