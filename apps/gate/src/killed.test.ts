import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { requestListSchema, type GateIdentity, type Machine } from "@sekisho/release";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dataDirectory } from "./keys/data-directory.ts";
import { readGateIdentity } from "./start.ts";
import { socketClient, tlsClient, type Client } from "./test-support/client.ts";
import { testGuest, type TestGuest } from "./test-support/guest.ts";
import { testMachine } from "./test-support/machines.ts";

let data: string;
let running: GateProcess | undefined;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "sekisho-killed-"));
});

afterEach(async () => {
  running?.child.kill("SIGKILL");
  await rm(data, { recursive: true, force: true });
});

type GateProcess = {
  readonly child: ChildProcess;
  readonly port: number;
  readonly guests: Client;
  readonly administrator: Client;
  /** Waits for a line on standard output. */
  said(line: RegExp): Promise<RegExpExecArray>;
  ended(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
};

async function startProcess(slow = 0): Promise<GateProcess> {
  const script = new URL("./test-support/gate-process.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, data, String(slow)], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => void lines.push(line));
  const exit = once(child, "exit");
  const said = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const at = lines.findIndex((line) => pattern.test(line));
      const found = pattern.exec(lines.splice(0, at + 1).at(-1) ?? "");
      if (found !== null) return found;
      await once(reader, "line");
    }
  };
  const [, port] = await said(/^port (\d+)$/);
  running = {
    child,
    port: Number(port),
    guests: tlsClient(Number(port)),
    administrator: socketClient(dataDirectory(data).socket),
    said,
    ended: async () => {
      const [code, signal] = (await exit) as [number | null, NodeJS.Signals | null];
      return { code, signal };
    },
  };
  return running;
}

async function register(gate: GateProcess, changes: Partial<Machine> = {}): Promise<Machine> {
  const identity: GateIdentity = await readGateIdentity(data);
  const machine = testMachine(identity, changes);
  const key = machine.releaseMode === "auto" ? { diskKey: "c2VjcmV0" } : {};
  const answer = await gate.administrator.call({ path: "/v1/admin/machines", body: { machine, ...key } });
  expect(answer.status).toBe(201);
  return machine;
}

async function kill(gate: GateProcess): Promise<void> {
  gate.child.kill("SIGKILL");
  await gate.ended();
  gate.guests.close();
}

test("a nonce that was used up before a kill stays used, though nothing was answered", async () => {
  const gate = await startProcess(60_000);
  const machine = await register(gate);
  const guest = await testGuest(gate.guests, machine);
  const bundle = await guest.bundle(await guest.challenge());
  const sending = guest.send(bundle).then(
    () => "answered",
    () => "no answer",
  );
  await gate.said(/^appraising$/);
  await kill(gate);
  expect(await sending).toBe("no answer");

  const again = await startProcess();
  expect((await again.guests.call({ path: "/v1/evidence", body: bundle })).body).toMatchObject({ state: "refused" });
  // Nothing was lost but the nonce: the guest asks anew, and gets its key.
  const retry = await testGuest(again.guests, machine, Buffer.from(guest.reportId));
  expect((await retry.attest()).state).toBe("released");
  const { body } = await again.administrator.call({ method: "GET", path: "/v1/admin/requests" });
  expect(requestListSchema.parse(body).requests.map(({ state }) => state)).toEqual(["released", "refused"]);
});

test("what was answered outlives a kill: the release, and that there is no second one", async () => {
  const gate = await startProcess();
  const machine = await register(gate);
  const guest = await testGuest(gate.guests, machine);
  const released = await guest.attest();
  await kill(gate);

  const again = await startProcess();
  const request = released.state === "released" ? released.request : "";
  expect((await again.guests.call({ path: "/v1/release", body: { request } })).body).toEqual(released);
  const inside = await testGuest(again.guests, machine, Buffer.from(guest.reportId));
  expect((await inside.attest()).state).toBe("refused");
});

test("a person's decision outlives a kill", async () => {
  const gate = await startProcess();
  const machine = await register(gate, { releaseMode: "enter" });
  const guest = await testGuest(gate.guests, machine);
  const waiting = await guest.attest();
  const request = waiting.state === "waiting" ? waiting.request : "";
  const deny = { path: `/v1/admin/requests/${request}/deny`, body: { reason: "no" } };
  expect((await gate.administrator.call(deny)).status).toBe(200);
  await kill(gate);

  const again = await startProcess();
  expect((await again.guests.call({ path: "/v1/release", body: { request } })).body).toMatchObject({
    state: "refused",
  });
});

test("killed at any moment under load, it starts again, and no VM has two releases", async () => {
  let machine: Machine | undefined;
  const guests: TestGuest[] = [];
  const releases = new Map<string, Set<string>>();
  for (let round = 0; round < 4; round++) {
    const gate = await startProcess(1);
    machine ??= await register(gate);
    const known = machine;
    // The same VMs as before, each with a new agent, beside new ones.
    const vms = [
      ...guests.map(({ reportId }) => Buffer.from(reportId)),
      ...Array.from({ length: 10 }, () => undefined),
    ];
    const agents = await Promise.all(vms.map((reportId) => testGuest(gate.guests, known, reportId)));
    const enough = Promise.withResolvers<void>();
    let released = 0;
    const attempts = agents.map(async (agent) => {
      const status = await agent.attest().catch(() => undefined);
      if (status?.state !== "released") return;
      const vm = Buffer.from(agent.reportId).toString("hex");
      releases.set(vm, (releases.get(vm) ?? new Set()).add(status.request));
      if (++released > 2 * round) enough.resolve();
    });
    await Promise.race([Promise.all(attempts), enough.promise]);
    await kill(gate);
    await Promise.all(attempts);
    guests.push(...agents.slice(guests.length));
  }
  expect(releases.size).toBeGreaterThan(4);
  expect([...releases.values()].filter((requests) => requests.size > 1)).toEqual([]);
});

test("SIGTERM stops listening, finishes what was begun, and ends with status 0", async () => {
  const gate = await startProcess(1_000);
  const machine = await register(gate);
  const guest = await testGuest(gate.guests, machine);
  const sending = guest.attest();
  await gate.said(/^appraising$/);
  gate.child.kill("SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const client of [tlsClient(gate.port), gate.administrator]) {
    await expect(client.call({ path: "/v1/challenge" })).rejects.toThrow(/ECONNREFUSED|ENOENT/);
  }
  expect((await sending).state).toBe("released");
  await gate.said(/^closed$/);
  expect(await gate.ended()).toEqual({ code: 0, signal: null });
});
