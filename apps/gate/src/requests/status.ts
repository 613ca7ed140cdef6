import { signedReleaseSchema, type RequestStatus } from "@sekisho/release";
import { findRequest, updateRequest, type RequestRow } from "../store/requests.ts";
import { ProblemError } from "../problems.ts";
import type { Gate } from "./gate.ts";
import { isOpen, nextState } from "./state.ts";

/** `POST /v1/release`: what became of a request, with a challenge when it is time for fresh evidence. */
export async function pollRequest(gate: Gate, id: string): Promise<RequestStatus> {
  const now = gate.clock();
  const found = await findRequest(gate.database, id);
  if (found === undefined) throw new ProblemError("gate.problem.requestUnknown", { request: id });
  return statusOf(gate, await expireIfDue(gate, found, now), now);
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
    case "waiting":
    case "decided": {
      const decided = request.state === "decided";
      const age = now.getTime() - (request.evidence_at ?? 0);
      const due = decided || age >= gate.timing.refresh * 1000;
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

/** Ends a request whose time has run out, and returns it as it is then. */
export async function expireIfDue(gate: Pick<Gate, "database">, request: RequestRow, now: Date): Promise<RequestRow> {
  if (!isOpen(request.state) || request.expires_at > now.getTime()) return request;
  const state = nextState(request.state, { kind: "expired" }) ?? request.state;
  const change = { state, updated_at: now.getTime(), sealed_json: null };
  const expired = await updateRequest(gate.database, request.number, request.state, change);
  return expired ?? (await findRequest(gate.database, request.id)) ?? request;
}

/** When a request runs out whose newest evidence came now. */
export function expiryOf(gate: Gate, createdAt: number, now: Date): number {
  return Math.min(createdAt + gate.timing.request * 1000, now.getTime() + gate.timing.silence * 1000);
}
