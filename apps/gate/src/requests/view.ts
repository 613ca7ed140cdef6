import { cloudOf, type ApprovalView, type MachineView, type RequestDetail, type RequestView } from "@sekisho/release";
import { readPeople, viewApproval } from "../approvals/view.ts";
import { endorsementsNear, newestEvidence, newestJudgement, type StoredEndorsements } from "../store/evidence.ts";
import { findDocument } from "../store/log-documents.ts";
import { findMachine, listMachines, presentMachine, type RegisteredMachine } from "../store/machines.ts";
import { bootNumbers, listRequests, type RequestFilter, type RequestRow } from "../store/requests.ts";
import type { Gate } from "./gate.ts";
import { expireIfDue } from "./expiry.ts";

/** Requests as people see them, the newest first. */
export async function viewRequests(gate: Gate, filter: RequestFilter): Promise<RequestView[]> {
  const machines = await listMachines(gate.database);
  const byId = new Map(machines.map((entry) => [entry.machine.id, entry]));
  const rows = await listRequests(gate.database, filter);
  const boots = await bootNumbers(gate.database, rows);
  const people = await readPeople(gate);
  const views: RequestView[] = [];
  for (const row of rows) {
    const machine = byId.get(row.machine_id);
    views.push(viewOf(row, machine, boots.get(row.number) ?? null, await viewApproval(gate, row, machine, people)));
  }
  return views;
}

/** One request as people see it. */
export async function viewRequest(gate: Gate, request: RequestRow): Promise<RequestView> {
  const machine = await findMachine(gate.database, request.machine_id);
  const boots = await bootNumbers(gate.database, [request]);
  const approval = await viewApproval(gate, request, machine, await readPeople(gate));
  return viewOf(request, machine, boots.get(request.number) ?? null, approval);
}

/** One request with its newest evidence, so that a person's own device can verify it again. */
export async function viewRequestDetail(gate: Gate, request: RequestRow): Promise<RequestDetail> {
  const present = await expireIfDue(gate, request, gate.clock());
  const newest = await newestEvidence(gate.database, present.number);
  const registered = await findMachine(gate.database, present.machine_id);
  return {
    ...(await viewRequest(gate, present)),
    evidence: newest?.bundle ?? null,
    policy: await policyOf(gate, present, registered),
    machine: registered === undefined ? null : presentMachine(registered),
    endorsements: await endorsementsFor(gate, present, newest?.endorsements),
  };
}

/** What the newest evidence was verified with; where nobody asked about it, what was had about the machine at that time. */
async function endorsementsFor(
  { database }: Gate,
  { machine_id: machineId, updated_at: at }: RequestRow,
  own: StoredEndorsements | undefined,
): Promise<StoredEndorsements> {
  if (own !== undefined && Object.values(own).some(({ length }) => length > 0)) return own;
  return (await endorsementsNear(database, machineId, new Date(at))) ?? { certificates: [], crls: [], collateral: [] };
}

/** The policy that the newest evidence was judged with; where no verdict names one, the one that is registered. */
async function policyOf(
  gate: Gate,
  { number }: RequestRow,
  machine: RegisteredMachine | undefined,
): Promise<string | null> {
  const judgement = await newestJudgement(gate.database, number);
  if (judgement === undefined) return machine?.policy ?? null;
  return judgement.policy === null ? null : ((await findDocument(gate.database, judgement.policy)) ?? null);
}

/** A machine as its owner sees it. */
export function viewMachine(entry: RegisteredMachine): MachineView {
  const { machine, policy, encryptedKey, headerDigest, createdAt, updatedAt } = entry;
  return {
    machine,
    policy,
    holdsKey: encryptedKey !== null,
    headerDigest,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function viewOf(
  row: RequestRow,
  registered: RegisteredMachine | undefined,
  bootNumber: number | null,
  approval: ApprovalView | null,
): RequestView {
  const machine = registered?.machine;
  return {
    id: row.id,
    number: row.number,
    machineId: row.machine_id,
    machineName: machine?.name ?? null,
    state: row.state,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    evidenceAt: row.evidence_at === null ? null : new Date(row.evidence_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
    releaseMode: row.release_mode,
    technology: machine?.technology ?? null,
    cloud: machine === undefined ? null : cloudOf(machine),
    bootNumber,
    verdictDigest: row.verdict_digest,
    approval,
    verdict: row.verdict_json === null ? null : JSON.parse(row.verdict_json),
    reason: row.reason_json === null ? null : JSON.parse(row.reason_json),
  };
}
