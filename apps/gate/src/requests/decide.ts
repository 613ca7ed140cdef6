import { message } from "@sekisho/messages";
import type { Enter } from "@sekisho/release";
import type { LogActor } from "@sekisho/release/log";
import { ProblemError } from "../problems.ts";
import { appendEntry } from "../receipts/append.ts";
import { logEntered, logRefusal, recordRelease, type Ending } from "../receipts/log-request.ts";
import { hasAcceptedBinding } from "../store/evidence.ts";
import { findMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { inTransaction } from "../store/transaction.ts";
import { allowAnotherRelease, claimReportId, findRequest, updateRequest, type RequestRow } from "../store/requests.ts";
import type { Gate } from "./gate.ts";
import { releaseEnteredSecret } from "./release-key.ts";
import { isOpen, nextState, type RequestState } from "./state.ts";
import { expireIfDue } from "./expiry.ts";

/**
 * A person sealed a secret to the guest, under the binding of evidence that their own device verified.
 *
 * The release is signed at once when the newest evidence is seconds old and the disk's registered header is still the one
 * it spoke of; else the guest must send fresh evidence first.
 */
export async function enterSecret(
  gate: Gate,
  request: RequestRow,
  sealed: Enter,
  actor: LogActor,
): Promise<RequestRow> {
  const now = gate.clock();
  return gate.database.transaction().execute(async (database) => {
    const present = await demandOpen(gate, database, request, now);
    if (present.release_mode !== "enter") {
      throw new ProblemError("gate.problem.enterUnwanted", {
        number: present.number,
        mode: present.release_mode ?? "–",
      });
    }
    if (!(await hasAcceptedBinding(database, present.number, sealed.binding))) {
      throw new ProblemError("gate.problem.bindingUnknown", { number: present.number });
    }
    if (present.state === "activating") {
      throw new ProblemError("gate.problem.stillActivating", { number: present.number });
    }
    // Without a credential of its own the secret would not be sealed to the TPM, and the guest would not open it.
    if ((sealed.credential === undefined) !== (present.tpm_keys === null)) {
      throw new ProblemError("gate.problem.credentialMissing", { number: present.number });
    }
    const machine = await findMachine(database, present.machine_id);
    const age = now.getTime() - (present.evidence_at ?? 0);
    const evidenceIsFresh = age <= gate.timing.fresh * 1000 && machine?.headerDigest === present.header_digest;
    const state = nextState(present.state, { kind: "entered", evidenceIsFresh });
    if (state === undefined) throw new ProblemError("gate.problem.alreadyEntered", { number: present.number });
    await logEntered(gate, database, present, sealed, actor);
    if (state !== "released") return change(database, present, state, now, { sealed_json: JSON.stringify(sealed) });
    if (present.report_id === null || !(await claimReportId(database, present.report_id, present.machine_id))) {
      const reason = message("gate.refusal.reportIdSpent", { reportId: present.report_id ?? "" });
      const refused = await change(database, present, "refused", now, { reason_json: JSON.stringify(reason) });
      await logRefusal(gate, database, refused, { cause: "spent", reason, actor: { kind: "gate" } });
      return refused;
    }
    const release = releaseEnteredSecret(gate, present, sealed);
    return recordRelease(gate, database, present, release, { actor }, { updated_at: now.getTime() });
  });
}

/** A person refuses a request; the guest learns only its number. */
export async function denyRequest(
  gate: Gate,
  request: RequestRow,
  reason: string,
  actor: LogActor,
): Promise<RequestRow> {
  return endRequest(gate, request, { cause: "denied", reason: message("gate.refusal.denied", { reason }), actor });
}

/**
 * The machine of an open request was removed, so nobody can release anything to it any more: also where the same machine is registered
 * anew. To be called with the transaction that removes it, as `gate.database`. A request whose time has run out has ended already.
 */
export async function denyOrphan(gate: Gate, request: RequestRow, actor: LogActor): Promise<void> {
  const present = await expireIfDue(gate, request, gate.clock());
  if (!isOpen(present.state)) return;
  const reason = message("gate.refusal.machineRemoved", { machineId: request.machine_id });
  await endRequest(gate, present, { cause: "machine-removed", reason, actor });
}

/** A person lets the booted VM of a released request ask for the key once more. */
export async function allowAgain(gate: Gate, request: RequestRow, actor: LogActor): Promise<void> {
  const { report_id: reportId, number, id, machine_id: machineId } = request;
  await gate.database.transaction().execute(async (database) => {
    if (reportId === null || !(await allowAnotherRelease(database, reportId))) {
      throw new ProblemError("gate.problem.notReleased", { number });
    }
    await appendEntry(gate, database, { kind: "allowance", actor, request: id, number, machineId });
  });
}

async function endRequest(gate: Gate, request: RequestRow, ending: Ending): Promise<RequestRow> {
  const now = gate.clock();
  return inTransaction(gate.database, async (database) => {
    const present = await demandOpen(gate, database, request, now);
    const state = nextState(present.state, { kind: "denied" }) ?? present.state;
    const ended = await change(database, present, state, now, {
      reason_json: JSON.stringify(ending.reason),
      sealed_json: null,
      activation_json: null,
    });
    await logRefusal(gate, database, ended, ending);
    return ended;
  });
}

async function demandOpen(gate: Gate, database: Database, request: RequestRow, now: Date): Promise<RequestRow> {
  const found = (await findRequest(database, request.id)) ?? request;
  const present = await expireIfDue({ database, clock: gate.clock }, found, now);
  if (isOpen(present.state)) return present;
  throw new ProblemError("gate.problem.requestClosed", { number: present.number, state: present.state });
}

async function change(
  database: Database,
  request: RequestRow,
  state: RequestState,
  now: Date,
  columns: Partial<Pick<RequestRow, "reason_json" | "sealed_json" | "activation_json">>,
): Promise<RequestRow> {
  const values = { ...columns, state, updated_at: now.getTime() };
  const changed = await updateRequest(database, request.number, request.state, values);
  if (changed === undefined) throw new Error(`request ${request.number} changed inside a transaction`);
  return changed;
}
