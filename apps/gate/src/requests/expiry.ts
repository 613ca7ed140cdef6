import { logRefusal } from "../receipts/log-request.ts";
import { findRequest, updateRequest, type RequestRow } from "../store/requests.ts";
import { inTransaction } from "../store/transaction.ts";
import type { Gate } from "./gate.ts";
import { isOpen, nextState } from "./state.ts";

/** Ends a request whose time has run out, and returns it as it is then. */
export async function expireIfDue(
  gate: Pick<Gate, "database" | "clock">,
  request: RequestRow,
  now: Date,
): Promise<RequestRow> {
  if (!isOpen(request.state) || request.expires_at > now.getTime()) return request;
  const state = nextState(request.state, { kind: "expired" }) ?? request.state;
  const change = { state, updated_at: now.getTime(), sealed_json: null, activation_json: null };
  return inTransaction(gate.database, async (database) => {
    const expired = await updateRequest(database, request.number, request.state, change);
    if (expired === undefined) return (await findRequest(database, request.id)) ?? request;
    await logRefusal(gate, database, expired, { cause: "expired", reason: null, actor: { kind: "gate" } });
    return expired;
  });
}

/** When a request runs out whose newest evidence came now. */
export function expiryOf(gate: Gate, createdAt: number, now: Date): number {
  return Math.min(createdAt + gate.timing.request * 1000, now.getTime() + gate.timing.silence * 1000);
}
