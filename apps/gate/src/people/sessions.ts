import type { Actor } from "@sekisho/release";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { noteSignIn } from "../store/accounts.ts";
import type { Database } from "../store/open.ts";
import type { PasskeyTable } from "../store/people-tables.ts";
import { addSession, endOldestSessions, endSessions, findSession, noteSeen } from "../store/sessions.ts";
import { csrfToken, newSecret, secretHash } from "./secrets.ts";

/** How long a session lasts at most, and without anybody using it, in milliseconds. */
export const sessionTimes = { absolute: 12 * 3600_000, idle: 60 * 60_000 } as const;

/** How many places one person can be signed in at; beyond, the oldest session ends. */
const sessionsKept = 20;

/** A use is noted to the minute, so that a page that asks often does not write often. */
const seenStep = 60_000;

/** A session as its cookie brought it. */
export type Session = {
  readonly secret: string;
  readonly csrf: string;
  readonly actor: Extract<Actor, { kind: "account" }>;
  readonly expiresAt: Date;
  readonly idleAt: Date;
};

/** Signs a person in: always under a new secret, so that nobody can have planted it. */
export async function beginSession(database: Database, passkey: PasskeyTable, now: Date): Promise<string> {
  const secret = newSecret();
  const time = now.getTime();
  await addSession(database, {
    token_hash: secretHash(secret),
    account_id: passkey.account_id,
    passkey_id: passkey.id,
    created_at: time,
    seen_at: time,
    expires_at: time + sessionTimes.absolute,
  });
  await endOldestSessions(database, passkey.account_id, sessionsKept);
  await noteSignIn(database, passkey.account_id, now);
  return secret;
}

/**
 * Whose session this is.
 *
 * @param secret what the cookie holds
 * @throws ProblemError when there is none, when it has ended, or when nobody used it for too long
 */
export async function demandSession(
  { database, clock }: Gate,
  secret: string | undefined,
  { used = true }: { readonly used?: boolean } = {},
): Promise<Session> {
  const tokenHash = secretHash(secret ?? "");
  const row = secret === undefined ? undefined : await findSession(database, tokenHash);
  if (secret === undefined || row === undefined) throw new ProblemError("gate.problem.signInNeeded");
  const now = clock();
  const time = now.getTime();
  if (time >= row.expires_at) throw new ProblemError("gate.problem.sessionOver");
  if (time >= row.seen_at + sessionTimes.idle) throw new ProblemError("gate.problem.sessionIdle");
  if (used && time >= row.seen_at + seenStep) await noteSeen(database, tokenHash, now);
  return {
    secret,
    csrf: csrfToken(secret),
    actor: { kind: "account", id: row.account_id, name: row.name, role: row.role },
    expiresAt: new Date(row.expires_at),
    idleAt: new Date(Math.min(row.expires_at, time + sessionTimes.idle)),
  };
}

/** Signs out. */
export async function endSession({ database }: Gate, secret: string): Promise<void> {
  await endSessions(database, { tokenHash: secretHash(secret) });
}
