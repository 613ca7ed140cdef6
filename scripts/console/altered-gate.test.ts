import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { imageFiles } from "@sekisho/image";
import type { RunningGuest } from "@sekisho/lab";
import { createRenderer } from "@sekisho/messages";
import { requestDetailSchema, type RequestDetail } from "@sekisho/release";
import { createContext, main } from "sekisho";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { demoCatalogues } from "../demo/catalogues.ts";
import { startAlteredGate, type Alter, type AlteredGate } from "./altered-gate.ts";
import { waitingRequest } from "./history.ts";
import { makeMachine, type WorldMachine } from "./machine.ts";
import { postAs } from "./owner.ts";
import { widenKnownValues } from "./widen.ts";
import { startConsoleWorld, type ConsoleWorld } from "./world.ts";

let world: ConsoleWorld;
let made: WorldMachine;
let passphraseFile: string;
let altered: AlteredGate | undefined;
const guests: RunningGuest[] = [];

beforeAll(async () => {
  world = await startConsoleWorld({ render: createRenderer("en", demoCatalogues) });
  made = await makeMachine(world, {
    name: "records",
    technology: "sev-snp",
    releaseMode: "enter",
    cloud: "lab",
    boots: [],
  });
  passphraseFile = join(world.folder, "passphrase");
  await writeFile(passphraseFile, `${world.passphrase}\n`);
}, 120_000);
afterEach(async () => {
  for (const guest of guests.splice(0)) guest.kill();
  await altered?.close();
});
afterAll(() => world.close());

/** Boots the machine; its guest is ended after the test. */
async function boot(change: "nothing" | "command-line"): Promise<RunningGuest> {
  const guest = await made.boot(change);
  if (guest === undefined) throw new Error("nothing boots");
  guests.push(guest);
  guest.ended.catch(() => {});
  return guest;
}

/** What `sekisho enter` says of a request to whoever asks the altered gate. */
async function enter(number: number, alter: Alter): Promise<{ readonly status: number; readonly said: string }> {
  altered = await startAlteredGate(world.gate.running.adminSocket, world.socketPath(), alter);
  let said = "";
  const sink = { write: (text: string) => (said += text) };
  const own = ["--machine", join(made.folder, imageFiles.machine), "--passphrase-file", passphraseFile];
  const words = ["enter", String(number), "--socket", altered.socket, ...own];
  return { status: await main(words, createContext("en", sink, sink)), said };
}

/** Changes what the gate says of one request. */
function alterDetail(change: (detail: RequestDetail) => Partial<RequestDetail>): Alter {
  return (_, body) => {
    const detail = requestDetailSchema.safeParse(JSON.parse(body));
    return detail.success ? JSON.stringify({ ...detail.data, ...change(detail.data) }) : body;
  };
}

/** The newest request of the machine, once it was refused. */
async function refusedRequest(): Promise<number> {
  const guest = await boot("command-line");
  const end = await guest.ended;
  if (end.kind !== "refused") throw new Error(`the guest ended so: ${end.kind}`);
  return end.number;
}

test("an honest gate gets the passphrase to the guest", async () => {
  const guest = await boot("nothing");
  const { number } = await waitingRequest(world, made.machine.id);
  const { status, said } = await enter(number, (_, body) => body);
  expect(said).not.toContain("Nothing was sent");
  expect(status).toBe(0);
  expect(altered?.sent).toEqual([`POST /v1/admin/requests/${number}/enter`]);
  expect(await guest.ended).toEqual({ kind: "opened" });
});

test("a gate that calls a refused machine accepted is caught", async () => {
  const number = await refusedRequest();
  const { status, said } = await enter(
    number,
    alterDetail(({ verdict }) => ({
      state: "waiting",
      reason: null,
      releaseMode: "enter",
      verdict: {
        verdict: "accepted",
        claims: verdict?.claims ?? {},
        checks: (verdict?.checks ?? []).map((check) => ({ ...check, status: "pass" })),
      },
    })),
  );
  expect(status).toBe(1);
  expect(said).toContain("init=/bin/sh");
  expect(said).toContain("Nothing was sent.");
  expect(altered?.sent).toEqual([]);
});

test("a gate whose known values were widened lets a changed machine wait, and is caught", async () => {
  await widenKnownValues(world, made);
  await boot("command-line");
  const { number, verdict } = await waitingRequest(world, made.machine.id);
  expect(verdict?.verdict).toBe("accepted");
  const { status, said } = await enter(number, (_, body) => body);
  expect(status).toBe(1);
  expect(said).toContain("init=/bin/sh");
  expect(altered?.sent).toEqual([]);
  await postAs(world.gate.running.adminSocket, `/v1/admin/requests/${number}/deny`, { reason: "a test is over" });
});

test("a gate that puts a key of its own in the place of the guest's is caught", async () => {
  await boot("nothing");
  const { number } = await waitingRequest(world, made.machine.id);
  const ownKey = randomBytes(32).toString("base64url");
  const { status, said } = await enter(
    number,
    alterDetail(({ evidence }) => ({ evidence: evidence === null ? null : { ...evidence, guestKey: ownKey } })),
  );
  expect(status).toBe(1);
  expect(said).toContain("[request.binding]");
  expect(altered?.sent).toEqual([]);
});
