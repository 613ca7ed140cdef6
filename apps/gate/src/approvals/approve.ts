import type { Actor, ApprovalOptions, ApprovalStatement, ApprovalSubmission, Scope } from "@sekisho/release";
import { approvalChallenge } from "@sekisho/release";
import { toBase64Url } from "@sekisho/encoding";
import { digestOfJson } from "@sekisho/release/log";
import { demandPerson, type Person } from "../people/actor.ts";
import { demandOrigin } from "../people/ceremony.ts";
import { logActor } from "../people/log-entries.ts";
import { notePasskeyUse } from "../people/passkey-use.ts";
import { ProblemError } from "../problems.ts";
import { appendEntry } from "../receipts/append.ts";
import { expireIfDue } from "../requests/expiry.ts";
import type { Gate } from "../requests/gate.ts";
import { isOpen, nextState } from "../requests/state.ts";
import { findAccount, listPasskeys } from "../store/accounts.ts";
import { insertApproval, listApprovals, useStatement } from "../store/approvals.ts";
import { findMachine, type RegisteredMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { findRequest, updateRequest, type RequestRow } from "../store/requests.ts";
import { exclusionOf, hardwareProblem, passkeysProblem, type Exclusion } from "./eligibility.ts";
import { proveApproval, type Proof } from "./prove.ts";
import { registrationDigest } from "./registration.ts";
import { allowsScope, rulesOf, type ApprovalRules } from "./rules.ts";
import { settleApprovals } from "./standing.ts";
import { demandStatement, demandUnexpired, issueStatement, statementLifetime, type Approvable } from "./statements.ts";

/** `POST …/approvals/options`: the statement that this person may sign, and which passkeys will do. */
export async function approvalOptions(
  gate: Gate,
  actor: Actor,
  request: RequestRow,
  scope: Scope,
): Promise<ApprovalOptions> {
  const person = demandPerson(actor);
  const { rpId } = demandOrigin(gate);
  const now = gate.clock();
  return gate.database.transaction().execute(async (database) => {
    const { present, machine, rules } = await demandApprovable(gate, database, request, now);
    await demandMayApprove(database, rules, present, person, scope);
    const passkeys = (await listPasskeys(database, person.id)).filter(({ locked_at }) => locked_at === null);
    const account = await findAccount(database, person.id);
    const problem = account && (await passkeysProblem(rules, { account, passkeys }, gate.hardwareOf, now));
    if (problem !== undefined) throw refusal(problem);
    const statement = await issueStatement(database, present, machine, person, scope, now);
    return {
      statement,
      options: {
        challenge: toBase64Url(await approvalChallenge(statement)),
        timeout: statementLifetime,
        rpId,
        allowCredentials: passkeys.map(({ id }) => ({ id, type: "public-key" as const })),
        userVerification: "required" as const,
      },
    };
  });
}

/**
 * `POST …/approvals`: takes a signed statement. With the last approval that is needed the request is decided, and the guest is asked for
 * fresh evidence; the key is released only with that.
 *
 * @throws ProblemError that says what stands against it
 */
export async function giveApproval(
  gate: Gate,
  actor: Actor,
  request: RequestRow,
  submission: ApprovalSubmission,
): Promise<RequestRow> {
  const person = demandPerson(actor);
  const { statement } = submission;
  const now = gate.clock();
  // What can be told without looking at the signature is told first, and asked again where it counts.
  await demandStatement(gate.database, statement, request, person, now);
  const { present: seen } = await demandApprovable(gate, gate.database, request, now);
  demandUnchanged(seen, statement);
  const proof = await proveApproval(gate, person, submission);
  const approved = await gate.database.transaction().execute(async (database) => {
    await demandStatement(database, statement, request, person, now);
    const found = await demandApprovable(gate, database, request, now);
    demandUnchanged(found.present, statement);
    await demandMayApprove(database, found.rules, found.present, person, statement.scope);
    const problem = hardwareProblem(found.rules, proof.hardware);
    if (problem !== undefined) throw refusal(problem);
    if (!(await notePasskeyUse(gate, database, proof.passkey, proof.assertion))) return undefined;
    return recordApproval(gate, database, found, person, proof, now);
  });
  if (approved === undefined) throw new ProblemError("gate.problem.passkeyCopied", { label: proof.passkey.label });
  return approved;
}

type Found = { readonly present: Approvable; readonly machine: RegisteredMachine; readonly rules: ApprovalRules };

async function recordApproval(
  gate: Gate,
  database: Database,
  { present, machine, rules }: Found,
  person: Person,
  { passkey, record }: Proof,
  now: Date,
): Promise<RequestRow> {
  const { number } = present;
  if (!(await useStatement(database, record.statement.nonce, now))) {
    throw new ProblemError("gate.problem.statementUsed", { number });
  }
  const registered = await registrationDigest(machine);
  const entry = await appendEntry(gate, database, {
    kind: "approval",
    actor: logActor(person),
    request: present.id,
    number,
    machineId: present.machine_id,
    verdictDigest: present.verdict_digest,
    scope: record.statement.scope,
    record: await digestOfJson(record),
  });
  // No entry of an approval is later than its statement's end.
  demandUnexpired(record.statement, gate.clock());
  await insertApproval(database, {
    request_number: number,
    account_id: person.id,
    account_name: person.name,
    passkey_id: passkey.id,
    at: now.getTime(),
    verdict_digest: present.verdict_digest,
    registration_digest: registered,
    record_json: JSON.stringify(record),
    entry,
  });
  const against = {
    requestNumber: number,
    machineId: present.machine_id,
    rules,
    verdictDigest: present.verdict_digest,
    registrationDigest: registered,
  };
  const standing = await settleApprovals(database, against, now);
  const complete = standing.length >= rules.needed;
  const state = (complete ? nextState(present.state, { kind: "approved" }) : undefined) ?? present.state;
  const changed = await updateRequest(database, number, present.state, { state, updated_at: now.getTime() });
  if (changed === undefined) throw new Error(`request ${number} changed inside a transaction`);
  return changed;
}

/** The request as it is now, which must be one that waits for approvals. */
async function demandApprovable(gate: Gate, database: Database, request: RequestRow, now: Date): Promise<Found> {
  const present = await expireIfDue({ ...gate, database }, (await findRequest(database, request.id)) ?? request, now);
  const { number, state, release_mode: mode, boot_digest, verdict_digest } = present;
  if (mode !== "approve") throw new ProblemError("gate.problem.approvalUnwanted", { number, mode: mode ?? "–" });
  if (!isOpen(state)) throw new ProblemError("gate.problem.requestClosed", { number, state });
  if (state === "activating") throw new ProblemError("gate.problem.stillActivating", { number });
  if (state === "decided") throw new ProblemError("gate.problem.approvalComplete", { number });
  const machine = await findMachine(database, present.machine_id);
  if (machine === undefined) throw new ProblemError("gate.problem.machineUnknown", { machineId: present.machine_id });
  if (boot_digest === null || verdict_digest === null) throw new ProblemError("gate.problem.notDigested", { number });
  return { present: { ...present, boot_digest, verdict_digest }, machine, rules: rulesOf(machine.policy) };
}

function demandUnchanged({ number, verdict_digest, boot_digest }: Approvable, statement: ApprovalStatement): void {
  if (statement.verdictDigest === verdict_digest && statement.bootDigest === boot_digest) return;
  throw new ProblemError("gate.problem.approvalStale", { number });
}

async function demandMayApprove(
  database: Database,
  rules: ApprovalRules,
  { number, machine_id }: RequestRow,
  person: Person,
  scope: Scope,
): Promise<void> {
  const account = await findAccount(database, person.id);
  if (account === undefined) throw new ProblemError("gate.problem.accountUnknown", { account: person.id });
  const exclusion = await exclusionOf(database, rules, machine_id, account);
  if (exclusion !== undefined) throw refusal(exclusion);
  const given = await listApprovals(database, number);
  if (given.some(({ account_id, voided_at }) => account_id === person.id && voided_at === null)) {
    throw new ProblemError("gate.problem.approvedAlready", { number });
  }
  if (!allowsScope(rules, scope)) throw new ProblemError("gate.problem.scopeTooWide", { ...rules.longest });
}

function refusal({ id, values }: Exclusion): ProblemError {
  return new ProblemError(id, values);
}
