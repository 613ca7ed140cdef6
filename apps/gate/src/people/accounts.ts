import { randomUUID } from "node:crypto";
import { includesRole, type Actor, type EnrolmentLink, type NewAccount, type Role } from "@sekisho/release";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import {
  addAccount,
  countOtherAdministrators,
  findAccount,
  findPasskey,
  listPasskeys,
  removeAccount,
  removePasskey,
  setRole,
} from "../store/accounts.ts";
import type { Database } from "../store/open.ts";
import type { AccountTable } from "../store/people-tables.ts";
import { replaceEnrolment } from "../store/sessions.ts";
import { demandOrigin } from "./ceremony.ts";
import { logAccount, logActor } from "./log-entries.ts";
import { newSecret, secretHash } from "./secrets.ts";

/** How long a one-time link can be used, in milliseconds. */
export const enrolmentLifetime = 24 * 3600_000;

/** Makes an account, and the link with which its person registers a first passkey. */
export async function createAccount(
  gate: Gate,
  actor: Actor,
  { name, role }: NewAccount,
): Promise<{ readonly id: string; readonly enrolment: EnrolmentLink }> {
  demandOrigin(gate);
  const id = randomUUID();
  const now = gate.clock();
  const enrolment = await gate.database.transaction().execute(async (database) => {
    if (!(await addAccount(database, { id, name, role }, now)))
      throw new ProblemError("gate.problem.accountExists", { name });
    await logAccount(gate, database, logActor(actor), "added", { id, name, role });
    return makeLink(gate, database, id, now);
  });
  return { id, enrolment };
}

/** Another link for an account, as for a second passkey or in the place of a lost one. The link before is good no more. */
export async function issueEnrolment(gate: Gate, actor: Actor, id: string): Promise<EnrolmentLink> {
  demandOrigin(gate);
  return gate.database.transaction().execute(async (database) => {
    const account = await demandAccount(database, id);
    await logAccount(gate, database, logActor(actor), "enrolment-issued", account);
    return makeLink(gate, database, account.id, gate.clock());
  });
}

/** Gives an account another role; it holds from its person's next call on. */
export async function changeRole(gate: Gate, actor: Actor, id: string, role: Role): Promise<void> {
  await gate.database.transaction().execute(async (database) => {
    const account = await demandAccount(database, id);
    if (account.role === role) return;
    if (!includesRole(role, "administrator")) await demandAnotherAdministrator(database, actor, account);
    await setRole(database, id, role);
    await logAccount(gate, database, logActor(actor), "changed", { ...account, role });
  });
}

/** Forgets an account with its passkeys; its person is signed out everywhere. */
export async function deleteAccount(gate: Gate, actor: Actor, id: string): Promise<void> {
  await gate.database.transaction().execute(async (database) => {
    const account = await demandAccount(database, id);
    await demandAnotherAdministrator(database, actor, account);
    await removeAccount(database, id);
    await logAccount(gate, database, logActor(actor), "removed", account);
  });
}

/** Forgets a passkey of an account, as when it was lost; whoever signed in with it is signed out. */
export async function deletePasskey(gate: Gate, actor: Actor, id: string, passkeyId: string): Promise<void> {
  await gate.database.transaction().execute(async (database) => {
    const account = await demandAccount(database, id);
    const passkey = await findPasskey(database, passkeyId);
    if (passkey?.account_id !== id) throw new ProblemError("gate.problem.passkeyAbsent", { name: account.name });
    const others = (await listPasskeys(database, id)).filter((one) => one.id !== passkeyId && one.locked_at === null);
    if (others.length === 0) await demandAnotherAdministrator(database, actor, account);
    await removePasskey(database, passkeyId);
    await logAccount(gate, database, logActor(actor), "passkey-removed", account, passkeyId);
  });
}

/** The account with this identifier. */
export async function demandAccount(database: Database, id: string): Promise<AccountTable> {
  const account = await findAccount(database, id);
  if (account === undefined) throw new ProblemError("gate.problem.accountUnknown", { account: id });
  return account;
}

/** People can't lock all of themselves out; the gate's owner, who always gets in by the socket, may. */
async function demandAnotherAdministrator(database: Database, actor: Actor, account: AccountTable): Promise<void> {
  if (actor.kind === "owner" || account.role !== "administrator") return;
  if ((await countOtherAdministrators(database, account.id)) > 0) return;
  throw new ProblemError("gate.problem.lastAdministrator", { name: account.name });
}

/** The secret stands behind the `#`, which browsers don't send, so that it is in no log of any server or proxy. */
async function makeLink(gate: Gate, database: Database, accountId: string, now: Date): Promise<EnrolmentLink> {
  const { origin } = demandOrigin(gate);
  const secret = newSecret();
  const expiresAt = new Date(now.getTime() + enrolmentLifetime);
  await replaceEnrolment(database, {
    token_hash: secretHash(secret),
    account_id: accountId,
    created_at: now.getTime(),
    expires_at: expiresAt.getTime(),
    used_at: null,
  });
  return { url: `${origin}/enrol#${secret}`, expiresAt: expiresAt.toISOString() };
}
