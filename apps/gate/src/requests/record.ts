import { randomUUID } from "node:crypto";
import type { Verdict } from "@sekisho/appraisal";
import { toBase64Url } from "@sekisho/encoding";
import type { SignedRelease } from "@sekisho/release";
import { type Appraisal, type TpmCredential, makeTpmCredential } from "@sekisho/verifier";
import { keepJudgement } from "../receipts/judgement.ts";
import { logAccepted, logRefusal, recordRelease } from "../receipts/log-request.ts";
import { forgetLargeStrangers, insertEvidence, thinEvidence } from "../store/evidence.ts";
import { isRegisteredStill } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import {
  claimReportId,
  findRequest,
  findRequestOfGuest,
  insertRequest,
  isReportIdSpent,
  pruneStrangers,
  updateRequest,
  type RequestRow,
} from "../store/requests.ts";
import { storableActivation } from "./activation-record.ts";
import type { Candidate } from "./examine.ts";
import { largeStrangersKept, strangersKept, type Gate } from "./gate.ts";
import { readSealed, releaseEnteredSecret, releaseHeldKey } from "./release-key.ts";
import { reasonOf, reportIdSpent, rowOf, storable } from "./request-columns.ts";
import { firstState, isOpen, nextState } from "./state.ts";
import { expiryOf } from "./expiry.ts";

type Accepted = {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly endorsements: Appraisal["endorsements"];
  /** The request that the evidence refreshes. */
  readonly named: RequestRow | undefined;
  readonly now: Date;
};

/**
 * Stores accepted evidence and moves its request on, in one transaction.
 *
 * A guest that lost the gate's answer asks again with the same key; it finds its own request, and the release that it
 * already had, instead of a second one.
 *
 * @returns undefined, and nothing is stored, when the machine's registration has changed since the evidence was examined
 */
export async function recordAccepted(gate: Gate, accepted: Accepted): Promise<RequestRow | undefined> {
  const { candidate, named } = accepted;
  const id = named?.id ?? randomUUID();
  // Sealing takes time, so it is done before the transaction; what is not stored is thrown away.
  const prepared = await prepare(gate, accepted, id);
  return gate.database.transaction().execute(async (database) => {
    if (!(await isRegisteredStill(database, candidate.machine))) return undefined;
    const present = await presentRequest(database, accepted);
    if (present === undefined) return startRequest(gate, database, accepted, id, prepared);
    return isOpen(present.state) ? refreshRequest(gate, database, accepted, present, prepared) : present;
  });
}

/** What may follow from accepted evidence: with a vTPM a credential first, else in mode `auto` the release at once. */
type Prepared = { readonly credential: TpmCredential | null; readonly release: SignedRelease | null };

async function prepare(gate: Gate, { candidate, named }: Accepted, id: string): Promise<Prepared> {
  const { vtpm } = candidate.input.bundle;
  if (vtpm !== undefined) {
    const credential = await makeTpmCredential(vtpm);
    if (credential === undefined) throw new Error("no credential for a TPM whose evidence was accepted");
    return { credential, release: null };
  }
  const automatic = named === undefined && candidate.machine.machine.releaseMode === "auto";
  return { credential: null, release: automatic ? await releaseHeldKey(gate, candidate, id) : null };
}

async function presentRequest(database: Database, { named, candidate }: Accepted): Promise<RequestRow | undefined> {
  if (named !== undefined) return findRequest(database, named.id);
  const { bundle } = candidate.input;
  return findRequestOfGuest(database, {
    machine_id: bundle.machineId,
    guest_key: bundle.guestKey,
    header_digest: bundle.headerDigest,
    report_id: candidate.report.reportId,
    tpm_keys: candidate.tpmKeys,
  });
}

async function startRequest(
  gate: Gate,
  database: Database,
  accepted: Accepted,
  id: string,
  { credential, release }: Prepared,
): Promise<RequestRow> {
  const { candidate, verdict, now } = accepted;
  const { machine, report, tpmKeys } = candidate;
  const mode = machine.machine.releaseMode;
  const spent =
    release === null
      ? await isReportIdSpent(database, report.reportId)
      : !(await claimReportId(database, report.reportId, machine.machine.id));
  const state = firstState(mode, !spent, credential !== null);
  const request = await insertRequest(database, {
    ...rowOf(candidate.input.bundle, id, now),
    // A release needs its entry in the log, and that the request's number.
    state: state === "released" ? "waiting" : state,
    release_mode: mode,
    // Whoever is root in a booted machine can ask as often as it likes: its requests are no better than a stranger's. A TPM
    // has yet to prove that it is there.
    proven: spent || credential !== null ? 0 : 1,
    report_id: report.reportId,
    evidence_at: now.getTime(),
    expires_at: expiryOf(gate, now.getTime(), now),
    verdict_json: JSON.stringify(verdict),
    reason_json: spent ? reportIdSpent(report.reportId) : null,
    activation_json: spent || credential === null ? null : await storableActivation(credential, id, candidate.binding),
    tpm_keys: tpmKeys,
  });
  await storeEvidence(database, accepted, request);
  const actor = { kind: "guest" } as const;
  if (state === "released" && release !== null) return recordRelease(gate, database, request, release, { actor }, {});
  if (request.proven === 1) await logAccepted(gate, database, request);
  if (spent) {
    await logRefusal(gate, database, request, { cause: "spent", reason: reasonOf(request), actor });
  }
  if (request.proven === 0) {
    await pruneStrangers(database, strangersKept);
    await forgetLargeStrangers(database, largeStrangersKept);
  }
  return request;
}

async function refreshRequest(
  gate: Gate,
  database: Database,
  accepted: Accepted,
  present: RequestRow,
  { credential }: Prepared,
): Promise<RequestRow> {
  const { candidate, verdict, now } = accepted;
  const { reportId } = candidate.report;
  let state = nextState(present.state, { kind: "evidence-accepted" }) ?? present.state;
  const spent = state === "released" && !(await claimReportId(database, reportId, present.machine_id));
  if (spent) state = nextState(present.state, { kind: "evidence-refused" }) ?? present.state;
  const release = state === "released" ? releaseEnteredSecret(gate, present, readSealed(present)) : null;
  await storeEvidence(database, accepted, present);
  await thinEvidence(database, present.number);
  const columns = {
    updated_at: now.getTime(),
    evidence_at: now.getTime(),
    expires_at: expiryOf(gate, present.created_at, now),
    verdict_json: JSON.stringify(verdict),
    reason_json: spent ? reportIdSpent(reportId) : null,
    // The answer is about the newest evidence, so the question is asked anew.
    activation_json:
      state === "activating" && credential !== null
        ? await storableActivation(credential, present.id, candidate.binding)
        : null,
    ...(isOpen(state) ? {} : { sealed_json: null }),
  };
  const actor = { kind: "guest" } as const;
  if (release !== null) return recordRelease(gate, database, present, release, { actor }, columns);
  const request = await updateRequest(database, present.number, present.state, { state, ...columns });
  if (request === undefined) throw new Error(`request ${present.number} changed inside a transaction`);
  if (spent) {
    await logRefusal(gate, database, request, { cause: "spent", reason: reasonOf(request), actor });
  }
  return request;
}

async function storeEvidence(database: Database, accepted: Accepted, request: RequestRow): Promise<void> {
  const { candidate, verdict, now } = accepted;
  const { bundle } = candidate.input;
  const endorsements = storable(accepted.endorsements);
  const judged = { bundle, endorsements, machine: candidate.machine, verdict };
  await insertEvidence(database, {
    requestNumber: request.number,
    binding: toBase64Url(candidate.binding),
    accepted: true,
    receivedAt: now,
    bundle,
    endorsements,
    judgement: await keepJudgement(database, judged, request.id),
  });
}
