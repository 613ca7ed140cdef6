import type { AccountView, Actor, PasskeyView, SessionView, TokenView } from "@sekisho/release";
import { levelOf, type PasskeyHardware } from "../approvals/hardware.ts";
import type { Gate } from "../requests/gate.ts";
import { listAccounts, listPasskeys } from "../store/accounts.ts";
import type { AccountTable, EnrolmentTable, PasskeyTable, TokenTable } from "../store/people-tables.ts";
import { listEnrolments } from "../store/sessions.ts";
import { demandAccount } from "./accounts.ts";
import type { Session } from "./sessions.ts";

/** All accounts as people see them, by name. */
export async function viewAccounts(gate: Gate): Promise<AccountView[]> {
  const [accounts, passkeys, links] = await Promise.all([
    listAccounts(gate.database),
    listPasskeys(gate.database),
    listEnrolments(gate.database, gate.clock()),
  ]);
  return Promise.all(accounts.map((account) => viewAccount(gate, account, passkeys, links)));
}

/** One account as people see it. */
export async function viewAccountById(gate: Gate, id: string): Promise<AccountView> {
  const account = await demandAccount(gate.database, id);
  const [passkeys, links] = await Promise.all([
    listPasskeys(gate.database, id),
    listEnrolments(gate.database, gate.clock()),
  ]);
  return viewAccount(gate, account, passkeys, links);
}

async function viewAccount(
  gate: Gate,
  account: AccountTable,
  passkeys: readonly PasskeyTable[],
  links: readonly EnrolmentTable[],
): Promise<AccountView> {
  const link = links.find(({ account_id: id }) => id === account.id);
  return {
    id: account.id,
    name: account.name,
    role: account.role,
    createdAt: iso(account.created_at),
    lastSignInAt: isoOrNull(account.last_sign_in_at),
    passkeys: await viewPasskeys(
      gate,
      passkeys.filter(({ account_id: id }) => id === account.id),
    ),
    enrolmentExpiresAt: isoOrNull(link?.expires_at ?? null),
  };
}

function viewPasskeys(gate: Gate, passkeys: readonly PasskeyTable[]): Promise<PasskeyView[]> {
  return Promise.all(
    passkeys.map(async (passkey) => viewPasskey(passkey, await gate.hardwareOf(passkey, gate.clock()))),
  );
}

function viewPasskey(passkey: PasskeyTable, hardware: PasskeyHardware): PasskeyView {
  return {
    id: passkey.id,
    label: passkey.label,
    createdAt: iso(passkey.created_at),
    lastUsedAt: isoOrNull(passkey.last_used_at),
    lockedAt: isoOrNull(passkey.locked_at),
    attestationFormat: passkey.attestation_format,
    aaguid: passkey.aaguid,
    backupEligible: passkey.backup_eligible === 1,
    backedUp: passkey.backed_up === 1,
    hardware: levelOf(hardware),
  };
}

/** A program's access as people see it. */
export function viewToken(token: TokenTable): TokenView {
  return {
    id: token.id,
    name: token.name,
    role: token.role,
    createdAt: iso(token.created_at),
    createdBy: token.created_by,
    expiresAt: isoOrNull(token.expires_at),
    lastUsedAt: isoOrNull(token.last_used_at),
  };
}

/** Who is there, and what a page needs to act for them. */
export async function viewSession(gate: Gate, actor: Actor, session?: Session): Promise<SessionView> {
  const passkeys = actor.kind === "account" ? await listPasskeys(gate.database, actor.id) : [];
  return {
    actor,
    csrf: session?.csrf ?? null,
    expiresAt: session?.expiresAt.toISOString() ?? null,
    idleAt: session?.idleAt.toISOString() ?? null,
    gate: { url: gate.identity().url, signingKeyDigest: gate.keys.signing[0].digest },
    origin: gate.people?.origin ?? null,
    rpId: gate.people?.rpId ?? null,
    passkeys: await viewPasskeys(gate, passkeys),
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time);
}
