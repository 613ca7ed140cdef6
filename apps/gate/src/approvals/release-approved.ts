import { randomUUID } from "node:crypto";
import type { Verdict } from "@sekisho/appraisal";
import { narrowestScope } from "@sekisho/release";
import { appendEntry } from "../receipts/append.ts";
import type { ReleaseBasis } from "../receipts/log-request.ts";
import type { Gate } from "../requests/gate.ts";
import { insertGrant, listOpenGrants, takeBoot, type GrantRow } from "../store/grants.ts";
import { listApprovals } from "../store/approvals.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import type { RequestRow } from "../store/requests.ts";
import { registrationDigest, trustDigest } from "./registration.ts";
import { rulesOf } from "./rules.ts";
import { settleApprovals, whyNoApprover, type Standing } from "./standing.ts";

/** What fresh evidence of a machine says, by the digests that approvals and grants name. Null: it can't be approved. */
export type Digests = { readonly bootDigest: string | null; readonly verdictDigest: string | null };

/** Why a key may be released to a machine in mode `approve`. */
export type ApprovedBasis =
  | { readonly kind: "approvals"; readonly standing: readonly Standing[] }
  | { readonly kind: "grant"; readonly grant: GrantRow; readonly approvals: readonly number[] };

/**
 * Whether the approvals of a request still suffice, for this evidence and registration. Those that don't stand any more are
 * marked so. To be called inside the transaction that releases.
 */
export async function approvalsFor(
  database: Database,
  request: RequestRow,
  machine: RegisteredMachine,
  { verdictDigest }: Digests,
  now: Date,
): Promise<ApprovedBasis | undefined> {
  const rules = rulesOf(machine.policy);
  const against = {
    requestNumber: request.number,
    machineId: request.machine_id,
    rules,
    verdictDigest: verdictDigest ?? "",
    registrationDigest: await registrationDigest(machine),
  };
  const standing = await settleApprovals(database, against, now);
  return standing.length >= rules.needed ? { kind: "approvals", standing } : undefined;
}

/**
 * A grant that covers this boot: open, made for a boot of the same digest, of a machine that is registered as it was, by people who
 * could still give it. Of what passed at the boot that was approved, nothing may be less than passed now.
 */
export async function grantFor(
  database: Database,
  machine: RegisteredMachine,
  { bootDigest }: Digests,
  { checks }: Pick<Verdict, "checks">,
  now: Date,
): Promise<ApprovedBasis | undefined> {
  const machineId = machine.machine.id;
  if (bootDigest === null) return undefined;
  const trust = await trustDigest(machine);
  const passed = new Set(checks.filter(({ status }) => status === "pass").map(({ id }) => id));
  for (const grant of await listOpenGrants(database, { machineId, bootDigest, now })) {
    if (grant.trust_digest !== trust) continue;
    if (!passedBefore(grant).every((id) => passed.has(id))) continue;
    const approvals = await approvalsBehind(database, grant, machine);
    if (approvals !== undefined) return { kind: "grant", grant, approvals };
  }
  return undefined;
}

/** Takes a boot of the grant, inside the transaction that releases. @throws Error when there is none left, so that nothing is released */
export async function useBasis(database: Database, basis: ApprovedBasis, now: Date): Promise<void> {
  if (basis.kind === "approvals" || (await takeBoot(database, basis.grant.id, now))) return;
  throw new Error(`grant ${basis.grant.id} changed inside a transaction`);
}

/** What the log says of a release's reasons. */
export function basisInLog(basis: ApprovedBasis): Pick<ReleaseBasis, "approvals" | "grant"> {
  return basis.kind === "grant"
    ? { approvals: basis.approvals, grant: basis.grant.id }
    : { approvals: basis.standing.map(({ row }) => row.entry), grant: null };
}

/** Makes the grant that approvals of a wider scope amount to, once their request is released, in the same transaction. */
export async function makeGrant(
  gate: Gate,
  database: Database,
  request: RequestRow,
  machine: RegisteredMachine,
  { bootDigest }: Digests,
  basis: ApprovedBasis,
): Promise<void> {
  if (basis.kind === "grant" || bootDigest === null) return;
  const scope = narrowestScope(basis.standing.map(({ record }) => record.statement.scope));
  if (scope.kind === "this-boot") return;
  const decidedAt = Math.max(...basis.standing.map(({ row }) => row.at));
  const boots = scope.boots === null ? null : scope.boots - 1;
  const until = scope.hours === null ? null : decidedAt + scope.hours * 3_600_000;
  const approvals = basis.standing.map(({ row }) => row.entry);
  const id = randomUUID();
  const entry = await appendEntry(gate, database, {
    kind: "grant",
    actor: { kind: "gate" },
    grant: id,
    machineId: request.machine_id,
    action: "made",
    bootDigest,
    boots,
    until: until === null ? null : new Date(until).toISOString(),
    approvals,
  });
  const verdict = JSON.parse(request.verdict_json ?? "null") as Pick<Verdict, "checks">;
  await insertGrant(database, {
    id,
    machine_id: request.machine_id,
    boot_digest: bootDigest,
    trust_digest: await trustDigest(machine),
    passed_json: JSON.stringify(verdict.checks.filter(({ status }) => status === "pass").map((check) => check.id)),
    request_number: request.number,
    created_at: gate.clock().getTime(),
    remaining: boots,
    until,
    withdrawn_at: null,
    withdrawn_by: null,
    entry,
  });
}

/** Where the log tells of the approvals behind a grant; undefined where one of these people could not give it now. */
export async function approvalsBehind(
  database: Database,
  grant: GrantRow,
  machine: RegisteredMachine,
): Promise<readonly number[] | undefined> {
  const rules = rulesOf(machine.policy);
  const rows = (await listApprovals(database, grant.request_number)).filter(({ voided_at }) => voided_at === null);
  for (const row of rows) {
    if ((await whyNoApprover(database, row, { rules, machineId: grant.machine_id })) !== undefined) return undefined;
  }
  return rows.length >= rules.needed ? rows.map(({ entry }) => entry) : undefined;
}

function passedBefore({ passed_json }: GrantRow): readonly string[] {
  return JSON.parse(passed_json) as string[];
}
