import { message, type Message } from "@sekisho/messages";
import type { EvidenceBundle, RequestStatus } from "@sekisho/release";
import { type Appraisal, type AppraisalInput, EndorsementsUnavailableError, tpmKeysOf } from "@sekisho/verifier";
import { ProblemError } from "../problems.ts";
import { useNonce } from "../store/nonces.ts";
import { findRequest, type RequestRow } from "../store/requests.ts";
import { expireIfDue } from "./expiry.ts";
import { examine, type Candidate, type Refusal } from "./examine.ts";
import type { Gate } from "./gate.ts";
import { recordRefused } from "./record-refused.ts";
import { recordAccepted } from "./record.ts";
import { isOpen } from "./state.ts";
import { statusOf } from "./status.ts";

/**
 * `POST /v1/evidence`. Size and schema were looked at before. The order, cheapest and least trusting first:
 *
 * 1. the request that fresh evidence names: is it there, open, and of this machine, guest key, disk, TPM and gate key?
 * 2. the nonce's token: genuine and unexpired?
 * 3. machine, gate key, kind, report, binding, header digest, measurement ({@link examine})
 * 4. the nonce is used up, durably, by exactly one caller; whatever fails from here on has cost it
 * 5. certificates are fetched, signatures verified, the policy applied
 * 6. verdict, evidence, certificates and what follows from them are stored in one transaction, if the machine is still
 *    registered as it was in 3; else 3 and 5 are done again
 * 7. only then comes the answer
 *
 * Evidence that names a request but has a stale nonce says nothing about the guest now: it neither refreshes that request
 * nor refuses it. Every other refusal of fresh evidence refuses the request.
 */
export async function receiveEvidence(gate: Gate, bundle: EvidenceBundle): Promise<RequestStatus> {
  const now = gate.clock();
  const named = bundle.request === undefined ? undefined : await findNamed(gate, bundle.request, now);
  if (named !== undefined && !isOpen(named.state)) return statusOf(gate, named, now);
  if (named !== undefined && !(await isOfSameGuest(named, bundle))) {
    const reason = message("gate.refusal.otherGuest", { number: named.number });
    return refuse(gate, bundle, undefined, unproven(reason), now);
  }

  const nonce = gate.nonces.examine(bundle.nonce, now);
  if (nonce.state !== "genuine") {
    const id = nonce.state === "expired" ? "gate.refusal.nonceExpired" : "gate.refusal.nonceForeign";
    return named === undefined
      ? refuse(gate, bundle, undefined, unproven(message(id)), now)
      : statusOf(gate, named, now);
  }

  const examined = await examine(gate, bundle, now);
  if ("refusal" in examined) return refuse(gate, bundle, named, examined.refusal, now);
  const { candidate } = examined;
  const { machine, report, binding } = candidate;
  const known = { machine, report, binding };
  if (named !== undefined && named.report_id !== report.reportId) {
    const values = { expected: named.report_id ?? "", actual: report.reportId };
    const reason = message("gate.refusal.reportIdDiffers", values);
    return refuse(gate, bundle, named, { ...known, reason, verdict: null }, now);
  }

  if (!(await useNonce(gate.database, nonce.bytes, nonce.expiresAt))) {
    return named === undefined
      ? refuse(gate, bundle, undefined, { ...known, reason: message("gate.refusal.nonceUsed"), verdict: null }, now)
      : statusOf(gate, named, now);
  }

  return settle(gate, candidate, named, now);
}

/** Judges a candidate, and once more where its machine's registration changed meanwhile: what was removed releases nothing. */
async function settle(
  gate: Gate,
  candidate: Candidate,
  named: RequestRow | undefined,
  now: Date,
): Promise<RequestStatus> {
  const { machine, report, binding, input } = candidate;
  const { verdict, endorsements } = await appraise(gate, input);
  if (verdict.verdict === "rejected") {
    const refusal = { machine, report, binding, reason: null, verdict };
    return refuse(gate, input.bundle, named, refusal, now, endorsements);
  }
  const request = await recordAccepted(gate, { candidate, verdict, endorsements, named, now });
  if (request !== undefined) return statusOf(gate, request, now);
  const again = await examine(gate, input.bundle, now);
  if ("refusal" in again) return refuse(gate, input.bundle, named, again.refusal, now);
  return settle(gate, again.candidate, named, now);
}

async function isOfSameGuest(request: RequestRow, bundle: EvidenceBundle): Promise<boolean> {
  return (
    request.tpm_keys === (await tpmKeysOf(bundle)) &&
    request.machine_id === bundle.machineId &&
    request.guest_key === bundle.guestKey &&
    request.header_digest === bundle.headerDigest &&
    request.gate_key_digest === bundle.gateKeyDigest
  );
}

async function findNamed(gate: Gate, id: string, now: Date): Promise<RequestRow> {
  const found = await findRequest(gate.database, id);
  if (found === undefined) throw new ProblemError("gate.problem.requestUnknown", { request: id });
  return expireIfDue(gate, found, now);
}

async function appraise(gate: Gate, input: AppraisalInput): Promise<Appraisal> {
  try {
    return await gate.appraiser.appraise(input);
  } catch (error) {
    if (!(error instanceof EndorsementsUnavailableError)) throw error;
    // The guest is told to come again; what exactly went wrong is in the log, for its owner.
    throw new ProblemError("gate.problem.endorsementsUnavailable", {}, error.retryAfterSeconds, { cause: error });
  }
}

async function refuse(
  gate: Gate,
  bundle: EvidenceBundle,
  named: RequestRow | undefined,
  refusal: Refusal,
  now: Date,
  endorsements?: Appraisal["endorsements"],
): Promise<RequestStatus> {
  const request = await recordRefused(gate, { bundle, named, refusal, endorsements: endorsements ?? null, now });
  return statusOf(gate, request, now);
}

function unproven(reason: Message): Refusal {
  return { reason, verdict: null, machine: undefined, report: undefined, binding: undefined };
}
