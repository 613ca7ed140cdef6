import { setTimeout as sleep } from "node:timers/promises";
import type { RunningGuest } from "@sekisho/lab";
import type { RequestView } from "@sekisho/release";
import { gateReason } from "../demo/gate-reason.ts";
import { enterWhenAsked } from "../demo/person.ts";
import { postAs } from "./owner.ts";
import { wasRefused, type WorldMachine } from "./machine.ts";
import type { PlannedBoot } from "./machines.ts";
import type { ConsoleWorld } from "./world.ts";

/** A machine that waits for a person's decision, and the guest that asks for it. */
export type WaitingMachine = { readonly machine: WorldMachine; readonly guest: RunningGuest };

/**
 * Plays what happened to the machines, the oldest first; the gate's clock is now at the end.
 *
 * @returns the machines that wait, whose guests go on asking
 * @throws Error when a boot does not end as it was planned
 */
export async function playHistory(
  world: ConsoleWorld,
  machines: readonly WorldMachine[],
  report: (name: string, boot: PlannedBoot) => void,
): Promise<readonly WaitingMachine[]> {
  const boots = machines
    .flatMap((machine) => machine.planned.boots.map((boot) => ({ machine, boot })))
    .toSorted((one, other) => other.boot.hoursAgo - one.boot.hoursAgo);
  const waiting: WaitingMachine[] = [];
  for (const { machine, boot } of boots) {
    world.clock.goTo(boot.hoursAgo);
    report(machine.planned.name, boot);
    const guest = await machine.boot(boot.change);
    if (guest === undefined) continue;
    world.onClose(() => guest.kill());
    await bringTo(world, machine, boot, guest);
    if (boot.fate === "waiting") waiting.push({ machine, guest });
  }
  world.clock.goTo(0);
  return waiting;
}

async function bringTo(
  world: ConsoleWorld,
  { machine, folder }: WorldMachine,
  { fate, change }: PlannedBoot,
  guest: RunningGuest,
): Promise<void> {
  const ended = guest.ended.catch((error: unknown) => {
    throw new Error(`${machine.name}, ${change}`, { cause: error });
  });
  if (fate === "waiting" || fate === "abandoned" || fate === "denied") {
    ended.catch(() => {});
    const { number } = await waitingRequest(world, machine.id);
    if (fate === "denied") {
      const reason = { reason: "Nobody announced this restart" };
      await postAs(world.gate.running.adminSocket, `/v1/admin/requests/${number}/deny`, reason);
      if (!wasRefused(await ended)) throw new Error(`${machine.name} was not denied`);
    }
    if (fate === "abandoned") guest.kill();
    return;
  }
  if (fate === "released" && machine.releaseMode === "enter") {
    await enterWhenAsked(world, { machine, folder }, new AbortController().signal);
  }
  const end = await ended;
  if (fate === "released" ? end.kind === "opened" : wasRefused(end)) return;
  const known = end.kind === "refused" ? gateReason(await world.gate.client.request(end.number), world.render) : end;
  throw new Error(`${machine.name}, ${change}: ${JSON.stringify(known)}`);
}

/** The request of a machine that waits for a person, once there is one. */
export async function waitingRequest({ gate, render }: ConsoleWorld, machineId: string): Promise<RequestView> {
  const patience = AbortSignal.timeout(30_000);
  while (!patience.aborted) {
    const found = (await gate.client.requests(machineId)).find(({ state }) => state === "waiting");
    if (found !== undefined) return found;
    await sleep(100);
  }
  const [newest] = await gate.client.requests(machineId);
  const instead = newest === undefined ? "there is none" : JSON.stringify(gateReason(newest, render));
  throw new Error(`no request of ${machineId} waits: ${instead}`);
}

/** Denies what still waits of a machine. */
export async function denyWaiting({ gate }: ConsoleWorld, machineId: string): Promise<void> {
  const { adminSocket } = gate.running;
  for (const { state, number } of await gate.client.requests(machineId)) {
    if (state === "waiting") await postAs(adminSocket, `/v1/admin/requests/${number}/deny`, { reason: "over" });
  }
}
