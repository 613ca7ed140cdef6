/** `node scripts/console/serve.ts`: a gate with machines in every state, until Ctrl-C, to look at and to develop pages against. */
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { imageFiles } from "@sekisho/image";
import { createRenderer } from "@sekisho/messages";
import { demoCatalogues } from "../demo/catalogues.ts";
import { playHistory } from "./history.ts";
import { makeMachine } from "./machine.ts";
import { plannedMachines } from "./machines.ts";
import { invite } from "./sign-in.ts";
import { startConsoleWorld } from "./world.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const over = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);

const world = await startConsoleWorld({ render: createRenderer("en", demoCatalogues), hoursAgo: 22, page: true });
try {
  const machines = [];
  for (const planned of plannedMachines) machines.push(await makeMachine(world, planned));
  const waiting = await playHistory(world, machines, (name, { change, fate }) => say(`${name}: ${change}, ${fate}`));
  const { adminSocket, directory } = world.gate.running;
  const { origin } = demand(world.gate.running.people);
  say(`page        ${origin}`);
  for (const [name, role] of [
    ["Sato", "administrator"],
    ["Suzuki", "approver"],
    ["Tanaka", "viewer"],
  ] as const) {
    say(`link        ${role} ${name}: ${await invite(adminSocket, name, role)}`);
  }
  say(`socket      ${adminSocket}`);
  say(`gate.json   ${directory.identity}`);
  say(`passphrase  ${world.passphrase}`);
  for (const { planned, folder } of machines) say(`machine     ${planned.name} ${join(folder, imageFiles.machine)}`);
  for (const { machine } of waiting) say(`waits       ${machine.planned.name}`);
  await over;
} finally {
  await world.close();
}

function demand<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the gate has no door for people");
  return value;
}
