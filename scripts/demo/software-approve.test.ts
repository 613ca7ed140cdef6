import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyServerSource, startGate, type RunningGate } from "@sekisho/gate";
import { approve, localDoor, person, socketClient, type Client, type TestPerson } from "@sekisho/gate/testing";
import { startLab, type GuestEnd, type Lab } from "@sekisho/lab";
import { requestListSchema, type RequestView } from "@sekisho/release";
import { createAppraiser } from "@sekisho/verifier";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Change } from "./scenarios.ts";
import { startSoftwareGuest } from "./software/guest.ts";
import { prepareMachine, writeTree, type SoftwareMachine } from "./software/prepare.ts";
import { rootOf } from "./world.ts";

let folder: string;
let lab: Lab;
let gate: RunningGate;
let owner: Client;
let people: readonly TestPerson[];
let tree: string;
let made: SoftwareMachine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-approve-"));
  lab = await startLab({ directory: join(folder, "lab") });
  gate = await startGate({
    data: join(folder, "gate"),
    rootKey: { kind: "file" },
    listen: { host: "127.0.0.1", port: 0 },
    adminSocket: join(folder, "gate.sock"),
    appraiser: createAppraiser(keyServerSource({ url: lab.keyServer.url })),
    timing: { poll: 0.2, decidedPoll: 0.2 },
    people: localDoor,
  });
  owner = socketClient(gate.adminSocket);
  const door = { gate, administrator: owner };
  people = [await person(door, "hanako", "approver"), await person(door, "taro", "approver")];
  tree = await writeTree(folder);
  made = await prepareMachine({
    folder: join(folder, "machine"),
    name: "approved",
    tree,
    gate: gate.identity,
    technology: "sev-snp",
    rootDigest: rootOf({ lab }, "sev-snp"),
    releaseMode: "approve",
  });
  const policy = "version: 1\nsev-snp: {measurement: reference-values}\napproval: {approvals: 2}\n";
  const body = { machine: made.machine, policy, diskKey: Buffer.from(made.secret).toString("base64") };
  const added = await owner.call({ path: "/v1/admin/machines", body });
  if (added.status !== 201) throw new Error(JSON.stringify(added.body));
}, 120_000);

afterAll(async () => {
  await gate.close();
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

let boots = 0;

/** Boots the machine: the real agent, as a process, with the encrypted disk. */
async function boot(change: Change = "nothing"): Promise<{ readonly ended: Promise<GuestEnd> }> {
  const socketPath = (): string => join(folder, `${boots}.sock`);
  return startSoftwareGuest({ lab, socketPath }, { made, change, folder: join(folder, `boot-${++boots}`), tree });
}

/** The request that waits, once there is one. */
async function waiting(): Promise<RequestView> {
  for (;;) {
    const { body } = await owner.call({ method: "GET", path: "/v1/admin/requests?state=open" });
    const [found] = requestListSchema.parse(body).requests;
    if (found?.state === "waiting") return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("a machine opens its disk once two people have approved, boots once more under their grant, and never changed", async () => {
  const first = await boot();
  const { number } = await waiting();
  for (const one of people) expect((await approve(one, number, { kind: "boots", count: 2 })).status).toBe(200);
  expect((await first.ended).kind).toBe("opened");

  // Whoever changed it finds no grant.
  expect((await (await boot("command-line")).ended).kind).toBe("refused");
  expect((await (await boot()).ended).kind).toBe("opened");

  const third = await boot();
  const asked = await waiting();
  expect(asked).toMatchObject({ bootNumber: 3, approval: { needed: 2, given: [], grant: null } });
  await owner.call({ path: `/v1/admin/requests/${asked.number}/deny`, body: { reason: "not planned" } });
  expect((await third.ended).kind).toBe("refused");
}, 120_000);
