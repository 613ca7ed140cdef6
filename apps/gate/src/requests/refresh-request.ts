import { approvalsFor, basisInLog, makeGrant, type ApprovedBasis } from "../approvals/release-approved.ts";
import { logRefusal, recordRelease } from "../receipts/log-request.ts";
import { thinEvidence } from "../store/evidence.ts";
import type { Database } from "../store/open.ts";
import { claimReportId, updateRequest, type RequestRow } from "../store/requests.ts";
import { digestsOf, storeEvidence, type Accepted, type Prepared } from "./accepted.ts";
import { storableActivation } from "./activation-record.ts";
import { expiryOf } from "./expiry.ts";
import type { Gate } from "./gate.ts";
import { readSealed, releaseEnteredSecret } from "./release-key.ts";
import { reasonOf, reportIdSpent } from "./request-columns.ts";
import { isOpen, nextState, type RequestState } from "./state.ts";

/**
 * Fresh accepted evidence of an open request, in the caller's transaction. One that people have decided is released with it; one whose
 * approvals don't stand with it any more waits again.
 */
export async function refreshRequest(
  gate: Gate,
  database: Database,
  accepted: Accepted,
  present: RequestRow,
  prepared: Prepared,
): Promise<RequestRow> {
  const { candidate, verdict, now } = accepted;
  const { reportId } = candidate.report;
  const digests = await digestsOf(accepted, present.id);
  const byPeople = present.release_mode === "approve";
  // Also before the last one is given: an approval that evidence speaks against is not kept for later.
  const basis = byPeople ? await approvalsFor(database, present, candidate.machine, digests, now) : undefined;
  let state = stateAfter(present, basis, prepared);
  const spent = state === "released" && !(await claimReportId(database, reportId, present.machine_id));
  if (spent) state = nextState(present.state, { kind: "evidence-refused" }) ?? present.state;
  await storeEvidence(database, accepted, present);
  await thinEvidence(database, present.number);
  const columns = {
    updated_at: now.getTime(),
    evidence_at: now.getTime(),
    expires_at: expiryOf(gate, present.created_at, now),
    verdict_json: JSON.stringify(verdict),
    reason_json: spent ? reportIdSpent(reportId) : null,
    boot_digest: digests.bootDigest,
    verdict_digest: digests.verdictDigest,
    // The answer is about the newest evidence, so the question is asked anew.
    activation_json:
      state === "activating" && prepared.credential !== null
        ? await storableActivation(prepared.credential, present.id, candidate.binding)
        : null,
    ...(isOpen(state) ? {} : { sealed_json: null }),
  };
  const actor = { kind: "guest" } as const;
  if (state === "released") {
    const release = byPeople ? prepared.release : releaseEnteredSecret(gate, present, readSealed(present));
    if (release === null) throw new Error(`nothing was prepared for request ${present.number}`);
    const rests = basis === undefined ? {} : basisInLog(basis);
    const released = await recordRelease(gate, database, present, release, { actor, ...rests }, columns);
    if (basis !== undefined) await makeGrant(gate, database, released, candidate.machine, digests, basis);
    return released;
  }
  const request = await updateRequest(database, present.number, present.state, { state, ...columns });
  if (request === undefined) throw new Error(`request ${present.number} changed inside a transaction`);
  if (spent) {
    await logRefusal(gate, database, request, { cause: "spent", reason: reasonOf(request), actor });
  }
  return request;
}

function stateAfter(present: RequestRow, basis: ApprovedBasis | undefined, { release }: Prepared): RequestState {
  if (present.release_mode === "approve" && present.state === "decided") {
    if (basis === undefined) return nextState(present.state, { kind: "approvals-fell" }) ?? present.state;
    // The last approval came while this evidence was judged, or a guest that lost the gate's answer named no request, so that what was
    // prepared is for another one: the next evidence is released to.
    if (release?.request !== present.id) return present.state;
  }
  return nextState(present.state, { kind: "evidence-accepted" }) ?? present.state;
}
