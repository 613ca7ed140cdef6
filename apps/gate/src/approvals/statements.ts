import { randomBytes } from "node:crypto";
import { toBase64Url } from "@sekisho/encoding";
import { canonicalJson } from "@sekisho/release/log";
import { approvalStatementSchema, type ApprovalStatement, type Scope } from "@sekisho/release";
import type { Person } from "../people/actor.ts";
import { ProblemError } from "../problems.ts";
import { findStatement, insertStatement } from "../store/approvals.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import type { RequestRow } from "../store/requests.ts";

/** How long a statement can be signed, in milliseconds. */
export const statementLifetime = 5 * 60_000;

/** How long ended statements are known, so that people are told what is wrong with theirs. */
export const statementMemory = 24 * 3600_000;

const nonceLength = 32;

/** A request that can be approved: its evidence was accepted, and digested. */
export type Approvable = RequestRow & { readonly boot_digest: string; readonly verdict_digest: string };

/** Makes the statement that a person is asked to sign, and keeps it. */
export async function issueStatement(
  database: Database,
  request: Approvable,
  { machine }: RegisteredMachine,
  person: Person,
  scope: Scope,
  now: Date,
): Promise<ApprovalStatement> {
  const expiresAt = new Date(now.getTime() + statementLifetime);
  const statement: ApprovalStatement = {
    type: "sekisho-approval",
    version: 1,
    request: request.id,
    number: request.number,
    machineId: machine.id,
    machineName: machine.name,
    verdictDigest: request.verdict_digest,
    bootDigest: request.boot_digest,
    scope,
    account: person.id,
    accountName: person.name,
    nonce: toBase64Url(randomBytes(nonceLength)),
    expiresAt: expiresAt.toISOString(),
  };
  await insertStatement(database, {
    nonce: statement.nonce,
    request_number: request.number,
    account_id: person.id,
    statement_json: canonicalJson(statement),
    expires_at: expiresAt.getTime(),
    used_at: null,
  });
  return statement;
}

/**
 * Demands that a statement is one that the gate issued, for this request and this person, unused and not too old.
 *
 * @throws ProblemError that says which of these it is not
 */
export async function demandStatement(
  database: Database,
  given: ApprovalStatement,
  request: RequestRow,
  person: Person,
  now: Date,
): Promise<void> {
  const kept = await findStatement(database, given.nonce);
  if (kept === undefined) throw new ProblemError("gate.problem.statementUnknown");
  const issued = approvalStatementSchema.parse(JSON.parse(kept.statement_json));
  if (issued.request !== request.id) {
    throw new ProblemError("gate.problem.statementOfOtherRequest", { number: request.number, other: issued.number });
  }
  if (issued.account !== person.id) {
    throw new ProblemError("gate.problem.statementOfOtherAccount", { name: issued.accountName });
  }
  if (canonicalJson(given) !== kept.statement_json) throw new ProblemError("gate.problem.statementChanged");
  if (kept.used_at !== null) throw new ProblemError("gate.problem.statementUsed", { number: request.number });
  demandUnexpired(issued, now);
}

/** @throws ProblemError for a statement that has ended */
export function demandUnexpired({ expiresAt }: ApprovalStatement, now: Date): void {
  if (now.getTime() < Date.parse(expiresAt)) return;
  throw new ProblemError("gate.problem.statementExpired", { minutes: statementLifetime / 60_000 });
}
