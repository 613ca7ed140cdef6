import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRenderer } from "@sekisho/messages";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoCatalogues } from "../demo/catalogues.ts";
import { enterWhenAsked } from "../demo/person.ts";
import { makeMachine, type WorldMachine } from "./machine.ts";
import { startRecorder, type Recorder } from "./search/recorder.ts";
import { searchGate } from "./search/gate.ts";
import { startConsoleWorld, type ConsoleWorld } from "./world.ts";

const passphrase = `watashibune ${randomBytes(12).toString("hex")}`;
/** What the gate must know: a search that does not find it would show nothing by not finding the passphrase. */
const control = `control-${randomBytes(8).toString("hex")}`;

let world: ConsoleWorld;
let machine: WorldMachine;
let recorder: Recorder;

beforeAll(async () => {
  const render = createRenderer("en", demoCatalogues);
  world = await startConsoleWorld({ render, passphrase, process: ["--log-level", "debug"] });
  machine = await makeMachine(world, {
    name: control,
    technology: "sev-snp",
    releaseMode: "enter",
    cloud: "lab",
    boots: [],
  });
  const { keys } = world.gate.running.directory;
  const pem = (name: string): Promise<string> => readFile(join(keys, name), "utf8");
  recorder = await startRecorder({
    key: await pem("tls-current-key.pem"),
    certificate: await pem("tls-current-certificate.pem"),
  });
  recorder.leadTo(world.gate.running.port);
  world.network.leadTo(recorder.port);
}, 120_000);

afterAll(async () => {
  await recorder.close();
  await world.close();
});

test("a passphrase that a person types is nowhere in the gate, which passes it on", async () => {
  const guest = await machine.boot("nothing");
  if (guest === undefined) throw new Error("nothing boots");
  await enterWhenAsked(world, machine, new AbortController().signal);
  const before = await searchGate(world, recorder.recorded, { passphrase, control });
  expect(await guest.ended).toEqual({ kind: "opened" });
  const after = await searchGate(world, recorder.recorded, { passphrase, control });
  for (const { found, searched } of [before, after]) {
    expect(found).toEqual([]);
    expect(searched).toEqual(expect.arrayContaining(["heap", "data", "traffic"]));
  }
}, 120_000);
