import type { Machine, MachineView, RequestDetail, RequestView } from "@sekisho/release";
import { newestEvidence } from "../store/evidence.ts";
import { findMachine, listMachines, type RegisteredMachine } from "../store/machines.ts";
import { listRequests, type RequestFilter, type RequestRow } from "../store/requests.ts";
import type { Gate } from "./gate.ts";
import { expireIfDue } from "./expiry.ts";

/** Requests as people see them, the newest first. */
export async function viewRequests(gate: Gate, filter: RequestFilter): Promise<RequestView[]> {
  const machines = await listMachines(gate.database);
  const byId = new Map(machines.map(({ machine }) => [machine.id, machine]));
  const rows = await listRequests(gate.database, filter);
  return rows.map((row) => viewOf(row, byId.get(row.machine_id)));
}

/** One request as people see it. */
export async function viewRequest(gate: Gate, request: RequestRow): Promise<RequestView> {
  const found = await findMachine(gate.database, request.machine_id);
  return viewOf(request, found?.machine);
}

/** One request with its newest evidence, so that a person's own device can verify it again. */
export async function viewRequestDetail(gate: Gate, request: RequestRow): Promise<RequestDetail> {
  const present = await expireIfDue(gate, request, gate.clock());
  const newest = await newestEvidence(gate.database, present.number);
  const registered = await findMachine(gate.database, present.machine_id);
  return {
    ...(await viewRequest(gate, present)),
    evidence: newest?.bundle ?? null,
    policy: registered?.policy ?? null,
    machine: registered?.machine ?? null,
    endorsements: newest?.endorsements ?? { certificates: [], crls: [], collateral: [] },
  };
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

function viewOf(row: RequestRow, machine: Machine | undefined): RequestView {
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
    cloud: null,
    bootNumber: null,
    verdictDigest: null,
    approval: null,
    verdict: row.verdict_json === null ? null : JSON.parse(row.verdict_json),
    reason: row.reason_json === null ? null : JSON.parse(row.reason_json),
  };
}
