import { fromBase64Url } from "@sekisho/encoding";
import { signedReleaseSchema, type ReleasePoll, type RequestStatus } from "@sekisho/release";
import { findRequest, type RequestRow } from "../store/requests.ts";
import { ProblemError } from "../problems.ts";
import { credentialOf } from "./activation-record.ts";
import { answerActivation } from "./activation.ts";
import { expireIfDue } from "./expiry.ts";
import type { Gate } from "./gate.ts";

/** `POST /v1/release`: what became of a request, with a challenge when it is time for fresh evidence. It may bring the TPM's answer. */
export async function pollRequest(gate: Gate, { request: id, activationProof }: ReleasePoll): Promise<RequestStatus> {
  const now = gate.clock();
  const found = await findRequest(gate.database, id);
  if (found === undefined) throw new ProblemError("gate.problem.requestUnknown", { request: id });
  const present = await expireIfDue(gate, found, now);
  const proof = activationProof === undefined ? undefined : fromBase64Url("activationProof", activationProof);
  // An answer about evidence that has become old meanwhile is no answer.
  if (proof === undefined || !proof.ok || isRefreshDue(gate, present, now)) return statusOf(gate, present, now);
  return statusOf(gate, await answerActivation(gate, present, proof.value, now), now);
}

function isRefreshDue(gate: Gate, { evidence_at }: RequestRow, now: Date): boolean {
  return now.getTime() - (evidence_at ?? 0) >= gate.timing.refresh * 1000;
}

/** What the guest is told of a request in its present state. */
export function statusOf(gate: Gate, request: RequestRow, now: Date): RequestStatus {
  switch (request.state) {
    case "released":
      return {
        state: "released",
        request: request.id,
        release: signedReleaseSchema.parse(JSON.parse(request.release_json ?? "null")),
      };
    case "activating":
      return {
        state: "waiting",
        request: request.id,
        pollAfterSeconds: gate.timing.decidedPoll,
        ...(isRefreshDue(gate, request, now)
          ? { challenge: gate.nonces.issue(now) }
          : { activation: credentialOf(request) }),
      };
    case "waiting":
    case "decided": {
      const decided = request.state === "decided";
      const due = decided || isRefreshDue(gate, request, now);
      return {
        state: "waiting",
        request: request.id,
        pollAfterSeconds: decided ? gate.timing.decidedPoll : gate.timing.poll,
        ...(due ? { challenge: gate.nonces.issue(now) } : {}),
      };
    }
    case "refused":
    case "denied":
    case "expired":
      return { state: "refused", number: request.number };
  }
}
