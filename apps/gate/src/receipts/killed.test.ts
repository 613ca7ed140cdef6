import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requestListSchema, type Machine } from "@sekisho/release";
import {
  appendLeaf,
  canonicalJson,
  emptyFrontier,
  hashLeaf,
  logEntryViewSchema,
  parseCheckpoint,
  receiptSchema,
  rootOf,
  verifyConsistency,
  type LogEntry,
  type TreeHead,
} from "@sekisho/release/log";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readGateIdentity } from "../start.ts";
import { countingGate, type CountingGate } from "../test-support/counting-gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { testMachine } from "../test-support/machines.ts";

let data: string;
let running: CountingGate | undefined;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "sekisho-killed-log-"));
});

afterEach(async () => {
  running?.child.kill("SIGKILL");
  await rm(data, { recursive: true, force: true });
});

async function start(): Promise<CountingGate> {
  running = await countingGate(data);
  return running;
}

async function stop(gate: CountingGate): Promise<void> {
  gate.child.kill("SIGKILL");
  await gate.ended();
}

async function register(gate: CountingGate): Promise<Machine> {
  const machine = testMachine(await readGateIdentity(data));
  const answer = await gate.administrator.call({ path: "/v1/admin/machines", body: { machine, diskKey: "c2VjcmV0" } });
  expect(answer.status).toBe(201);
  return machine;
}

async function headOf(gate: CountingGate): Promise<TreeHead> {
  const parsed = parseCheckpoint(
    String((await gate.administrator.call({ method: "GET", path: "/log/checkpoint" })).body),
  );
  if (!parsed.ok) throw new Error(parsed.error.field);
  return parsed.value.checkpoint;
}

/** Reads the whole log, and looks whether it, its checkpoint and the requests agree with each other. */
async function demandSound(gate: CountingGate, older: TreeHead): Promise<TreeHead> {
  const head = await headOf(gate);
  const audit = await gate.administrator.call({ method: "GET", path: "/v1/admin/audit" });
  const lines = (audit.body as string).split("\n").filter((line) => line !== "");
  const entries = lines.map((line) => logEntryViewSchema.parse(JSON.parse(line)));
  let frontier = emptyFrontier;
  for (const [at, { index, entry }] of entries.entries()) {
    expect(index).toBe(at);
    ({ frontier } = await appendLeaf(frontier, await hashLeaf(Buffer.from(canonicalJson(entry)))));
  }
  expect(frontier.size).toBe(head.size);
  expect(await rootOf(frontier)).toEqual(head.root);
  const { body } = await gate.administrator.call({ method: "GET", path: "/v1/admin/requests?limit=500" });
  const { requests } = requestListSchema.parse(body);
  const released = requests.filter(({ state }) => state === "released").map(({ id }) => id);
  const told = entries.flatMap(({ entry }) => (isRelease(entry) ? [entry.request] : []));
  expect(told.toSorted()).toEqual(released.toSorted());
  for (const id of released) {
    const path = `/v1/admin/requests/${id}/receipt?since=${older.size}`;
    const receipt = receiptSchema.parse((await gate.administrator.call({ method: "GET", path })).body);
    const proof = (receipt.consistency?.proof ?? []).map((text) => Buffer.from(text, "base64"));
    expect(await verifyConsistency(older, head, proof)).toBe(true);
  }
  return head;
}

function isRelease(entry: LogEntry): entry is Extract<LogEntry, { kind: "release" }> {
  return entry.kind === "release";
}

test("killed before or after any statement of a release, there is the release with its entries, or none of it", async () => {
  let gate = await start();
  const machine = await register(gate);
  const attest = async (): Promise<string | undefined> =>
    (await testGuest(gate.guests, machine)).attest().then(
      ({ state }) => state,
      () => undefined,
    );
  await gate.arm(0, "before");
  expect(await attest()).toBe("released");
  const statements = await gate.count();
  expect(statements).toBeGreaterThan(15);
  let head = await demandSound(gate, { size: 0, root: await rootOf(emptyFrontier) });
  expect(head.size).toBe(3);

  const outcomes = new Set<number>();
  // The end, where the transaction is committed, with every step of it; of what comes before every third.
  for (let at = 1; at <= statements; at += at < statements - 4 ? 3 : 1) {
    const both = ["before", "after"] as const;
    for (const when of at > statements - 4 ? both : [both[at % 2] ?? "before"]) {
      await gate.arm(at, when);
      const answered = await attest();
      expect(answered).toBeUndefined();
      await gate.ended();
      gate = await start();
      const next = await demandSound(gate, head);
      outcomes.add(next.size - head.size);
      head = next;
    }
  }
  // Nothing, or verdict and release; never one of them.
  expect(outcomes).toEqual(new Set([0, 2]));
  await stop(gate);
}, 180_000);
