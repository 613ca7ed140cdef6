import { findRequest, updateRequest, type RequestRow } from "../store/requests.ts";
import type { Gate } from "./gate.ts";
import { isOpen, nextState } from "./state.ts";

/** Ends a request whose time has run out, and returns it as it is then. */
export async function expireIfDue(gate: Pick<Gate, "database">, request: RequestRow, now: Date): Promise<RequestRow> {
  if (!isOpen(request.state) || request.expires_at > now.getTime()) return request;
  const state = nextState(request.state, { kind: "expired" }) ?? request.state;
  const change = { state, updated_at: now.getTime(), sealed_json: null, activation_json: null };
  const expired = await updateRequest(gate.database, request.number, request.state, change);
  return expired ?? (await findRequest(gate.database, request.id)) ?? request;
}

/** When a request runs out whose newest evidence came now. */
export function expiryOf(gate: Gate, createdAt: number, now: Date): number {
  return Math.min(createdAt + gate.timing.request * 1000, now.getTime() + gate.timing.silence * 1000);
}
