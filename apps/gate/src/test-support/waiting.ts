import type { Machine, RequestStatus } from "@sekisho/release";
import type { Finding } from "./fake-appraiser.ts";
import type { TestGate } from "./gate.ts";
import { testGuest, type TestGuest } from "./guest.ts";

/** A request that waits for approvals, and the guest that asks. */
export type Waiting = { readonly machine: Machine; readonly guest: TestGuest; readonly request: string };

/** A machine of its own in mode `approve`, whose guest asks. */
export async function waiting(gate: TestGate, policy?: string, finding?: Finding): Promise<Waiting> {
  const machine = await gate.register({ releaseMode: "approve" }, policy);
  const guest = await testGuest(gate.guests, machine);
  return { machine, guest, request: requestOf(await guest.attest({}, finding)) };
}

/** The request of a guest that was told to wait. */
export function requestOf(status: RequestStatus): string {
  if (status.state !== "waiting") throw new Error(`not waiting but ${status.state}`);
  return status.request;
}

/** The guest sends fresh evidence for its request. */
export async function refresh({ guest, request }: Waiting, finding?: Finding): Promise<RequestStatus> {
  return guest.attest({ request }, finding);
}

/** The machine boots once more: a guest with another key, in another VM. */
export async function bootAgain(gate: TestGate, { machine }: Waiting, finding?: Finding): Promise<RequestStatus> {
  return (await testGuest(gate.guests, machine)).attest({}, finding);
}
