import type { Message } from "@sekisho/messages";
import { message } from "@sekisho/messages";
import type { GrantView } from "@sekisho/release";
import type { LogActor } from "@sekisho/release/log";
import { ProblemError } from "../problems.ts";
import { appendEntry } from "../receipts/append.ts";
import type { Gate } from "../requests/gate.ts";
import { listApprovals, type ApprovalRow } from "../store/approvals.ts";
import {
  findGrant,
  listGrants,
  listOpenGrants,
  listReleasedUnder,
  withdrawGrant,
  type GrantRow,
} from "../store/grants.ts";
import { findMachine, type RegisteredMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { findRequestByNumber } from "../store/requests.ts";
import { trustDigest } from "./registration.ts";
import { approvalsBehind } from "./release-approved.ts";
import { recordOf } from "./standing.ts";

/** `GET /v1/admin/grants`: the newest first. */
export async function viewGrants(gate: Gate, machineId: string | undefined): Promise<GrantView[]> {
  const { database } = gate;
  const views: GrantView[] = [];
  for (const grant of await listGrants(database, machineId)) {
    const machine = await findMachine(database, grant.machine_id);
    views.push(await viewOf(database, grant, machine, gate.clock()));
  }
  return views;
}

/** `DELETE /v1/admin/grants/:id`: no boot is let through by it any more; what it released stays released. */
export async function endGrant(gate: Gate, actor: LogActor, id: string): Promise<GrantView> {
  return gate.database.transaction().execute(async (database) => {
    const grant = await findGrant(database, id);
    if (grant === undefined) throw new ProblemError("gate.problem.grantUnknown", { grant: id });
    if (whyOver(grant, gate.clock()) !== undefined) throw new ProblemError("gate.problem.grantEnded", { grant: id });
    await withdraw(gate, database, grant, actor);
    const machine = await findMachine(database, grant.machine_id);
    return viewOf(database, (await findGrant(database, id)) ?? grant, machine, gate.clock());
  });
}

/** Ends all grants of a machine that is removed, in the transaction that removes it. */
export async function endGrantsOfMachine(
  gate: Gate,
  database: Database,
  actor: LogActor,
  machineId: string,
): Promise<void> {
  for (const grant of await listOpenGrants(database, { machineId, now: gate.clock() })) {
    await withdraw(gate, database, grant, actor);
  }
}

async function withdraw(gate: Gate, database: Database, grant: GrantRow, actor: LogActor): Promise<void> {
  if (!(await withdrawGrant(database, grant.id, nameOf(actor), gate.clock()))) {
    throw new ProblemError("gate.problem.grantEnded", { grant: grant.id });
  }
  await appendEntry(gate, database, {
    kind: "grant",
    actor,
    grant: grant.id,
    machineId: grant.machine_id,
    action: "withdrawn",
    bootDigest: grant.boot_digest,
    boots: grant.remaining,
    until: grant.until === null ? null : new Date(grant.until).toISOString(),
    approvals: (await approvalsOf(database, grant)).map(({ entry }) => entry),
  });
}

/** How lists call whoever withdrew it. */
function nameOf(actor: LogActor): string {
  return "name" in actor ? actor.name : actor.kind;
}

async function viewOf(
  database: Database,
  grant: GrantRow,
  machine: RegisteredMachine | undefined,
  now: Date,
): Promise<GrantView> {
  const approvals = await approvalsOf(database, grant);
  const request = await findRequestByNumber(database, grant.request_number);
  if (request === undefined) throw new Error(`grant ${grant.id} names no request`);
  const ended = await whyEnded(database, grant, machine, now);
  return {
    id: grant.id,
    machineId: grant.machine_id,
    machineName: machine?.machine.name ?? null,
    bootDigest: grant.boot_digest,
    request: request.id,
    number: grant.request_number,
    createdAt: new Date(grant.created_at).toISOString(),
    approvals: approvals.map(viewGiven),
    remaining: grant.remaining,
    until: grant.until === null ? null : new Date(grant.until).toISOString(),
    released: [grant.request_number, ...(await listReleasedUnder(database, grant.id))],
    withdrawn:
      grant.withdrawn_at === null ? null : { at: new Date(grant.withdrawn_at).toISOString(), by: grant.withdrawn_by },
    ended: ended === undefined ? null : { id: ended.id, values: { ...ended.values } },
  };
}

/** An approval as people see it. */
export function viewGiven(row: ApprovalRow): GrantView["approvals"][number] {
  const { statement, hardware } = recordOf(row);
  return { account: row.account_name, at: new Date(row.at).toISOString(), scope: statement.scope, hardware };
}

async function approvalsOf(database: Database, { request_number }: GrantRow): Promise<readonly ApprovalRow[]> {
  return (await listApprovals(database, request_number)).filter(({ voided_at }) => voided_at === null);
}

/** Why no boot can be released under this grant any more, as far as the grant itself says. */
function whyOver({ withdrawn_at, withdrawn_by, remaining, until }: GrantRow, now: Date): Message | undefined {
  if (withdrawn_at !== null) return message("approval.grant.withdrawn", { name: withdrawn_by ?? "–" });
  if (remaining === 0) return message("approval.grant.usedUp");
  return until !== null && until <= now.getTime() ? message("approval.grant.over") : undefined;
}

async function whyEnded(
  database: Database,
  grant: GrantRow,
  machine: RegisteredMachine | undefined,
  now: Date,
): Promise<Message | undefined> {
  const over = whyOver(grant, now);
  if (over !== undefined) return over;
  if (machine === undefined || grant.trust_digest !== (await trustDigest(machine))) {
    return message("approval.grant.machineChanged");
  }
  const stands = (await approvalsBehind(database, grant, machine)) !== undefined;
  return stands ? undefined : message("approval.grant.approverGone");
}
