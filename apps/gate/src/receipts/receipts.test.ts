import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBase64 } from "@sekisho/encoding";
import {
  digestOfJson,
  hashLeaf,
  logPageSchema,
  makeConsistencyProof,
  makeInclusionProof,
  parseCheckpoint,
  parseEntryBundle,
  receiptSchema,
  subtreesOfTiles,
  tilePath,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
  type Checkpoint,
  type LogEntry,
  type LogEntryKind,
  type Receipt,
} from "@sekisho/release/log";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { strangersADay } from "./strangers.ts";

let gate: TestGate;

beforeAll(async () => {
  gate = await testGate();
});

afterAll(() => gate.stop());

const get = (path: string) => gate.administrator.call({ method: "GET", path });

async function entries(query = ""): Promise<LogEntry[]> {
  const { body } = await get(`/v1/admin/log/entries?limit=500${query}`);
  return logPageSchema
    .parse(body)
    .entries.map(({ entry }) => entry)
    .toReversed();
}

async function kindsOf(machineId: string): Promise<LogEntryKind[]> {
  return (await entries(`&machine=${machineId}`)).map(({ kind }) => kind);
}

async function checkpoint(): Promise<Checkpoint> {
  const { body } = await gate.guests.call({ method: "GET", path: "/log/checkpoint" });
  const parsed = parseCheckpoint(String(body));
  if (!parsed.ok) throw new Error(parsed.error.field);
  const keys = gate.gate.identity.signingKeys.map(({ spki }) => Buffer.from(spki, "base64"));
  expect(await verifyNote(parsed.value.note, parsed.value.checkpoint.origin, keys)).toEqual(keys[0]);
  return parsed.value.checkpoint;
}

async function bytes(path: string, headers: Record<string, string> = {}): Promise<Buffer> {
  const answer = await gate.guests.call({ method: "GET", path: `/log/${path}`, headers });
  expect(answer.status).toBe(200);
  return answer.body as Buffer;
}

async function released(): Promise<{ request: string; machineId: string }> {
  const machine = await gate.register();
  const status = await (await testGuest(gate.guests, machine)).attest();
  if (status.state !== "released") throw new Error(status.state);
  return { request: status.request, machineId: machine.id };
}

async function receiptOf(request: string, query = ""): Promise<Receipt> {
  return receiptSchema.parse((await get(`/v1/admin/requests/${request}/receipt${query}`)).body);
}

const hashes = (texts: readonly string[]): Uint8Array[] =>
  texts.map((text) => {
    const decoded = fromBase64("hash", text);
    return decoded.ok ? decoded.value : new Uint8Array();
  });

describe("the log tells", () => {
  test("of a machine's registration, a verdict and a release, and of the machine's removal", async () => {
    const { machineId } = await released();
    await gate.administrator.call({
      path: `/v1/admin/machines/${machineId}/header`,
      body: { headerDigest: "44".repeat(32) },
    });
    await gate.administrator.call({ method: "DELETE", path: `/v1/admin/machines/${machineId}` });
    expect(await kindsOf(machineId)).toEqual(["machine", "verdict", "release", "machine", "machine"]);
    const told = await entries(`&machine=${machineId}`);
    expect(told).toMatchObject([
      { action: "registered", actor: { kind: "owner" }, before: null },
      { outcome: "accepted", actor: { kind: "guest" } },
      { mode: "auto", approvals: [], grant: null },
      { action: "changed", headerDigest: "44".repeat(32) },
      { action: "removed", after: null },
    ]);
  });

  test("of a policy, a denial with its reason, an end without any, and a second chance", async () => {
    const machine = await gate.register({ releaseMode: "enter" }, "version: 1\n");
    const denied = await (await testGuest(gate.guests, machine)).attest();
    const request = denied.state === "waiting" ? denied.request : "";
    await gate.act(request, "deny", { reason: "not now" });
    await (await testGuest(gate.guests, machine)).attest();
    gate.pass(16 * 60);
    const { body } = await get(`/v1/admin/requests?machine=${machine.id}`);
    expect(body).toMatchObject({ requests: [{ state: "waiting" }, { state: "denied" }] });
    const again = await released();
    await gate.act(again.request, "allow-again");
    expect(await kindsOf(again.machineId)).toEqual(["machine", "verdict", "release", "allowance"]);
    expect(await entries(`&machine=${machine.id}`)).toMatchObject([
      { kind: "machine" },
      { kind: "policy", before: null },
      { kind: "verdict" },
      { kind: "refusal", cause: "denied", reason: { values: { reason: "not now" } }, actor: { kind: "owner" } },
      { kind: "verdict" },
    ]);
  });

  test("of refused evidence, with the verdict where there is one", async () => {
    const machine = await gate.register();
    await (await testGuest(gate.guests, machine)).attest({}, "bad-signature");
    await (await testGuest(gate.guests, machine)).attest({ headerDigest: "55".repeat(32) });
    expect(await entries(`&machine=${machine.id}`)).toMatchObject([
      { kind: "machine" },
      { kind: "verdict", outcome: "rejected" },
      { kind: "refusal", cause: "evidence", reason: null },
      { kind: "refusal", reason: { id: "gate.refusal.headerDiffers" } },
    ]);
  });

  test("of strangers only so much: a few for each machine and day, and how many there were", async () => {
    const data = await mkdtemp(join(tmpdir(), "sekisho-strangers-"));
    const own = await testGate({ data });
    const machine = await own.register();
    const refused = await testGuest(own.guests, machine);
    for (let count = 0; count < strangersADay + 6; count++) await refused.attest({}, "unknown-measurement");
    await refused.attest({ machineId: "00000000-0000-0000-0000-000000000000" });
    await own.stop();

    const later = await testGate({ data, clock: () => new Date(Date.now() + 3_601_000) });
    const { body } = await later.administrator.call({ method: "GET", path: "/v1/admin/log/entries?limit=500" });
    const told = logPageSchema.parse(body).entries.map(({ entry }) => entry);
    await later.stop();
    await rm(data, { recursive: true });
    expect(told.filter(({ kind }) => kind === "refusal").length).toBe(strangersADay);
    expect(told.length).toBe(1 + 2 * strangersADay + 1);
    expect(told[0]).toMatchObject({
      kind: "strangers",
      count: 7,
      firstNumber: strangersADay + 1,
      lastNumber: strangersADay + 7,
    });
  });
});

describe("checkpoint and tiles", () => {
  test("are for everybody, and prove each entry; entries are for those who may look", async () => {
    const older = await checkpoint();
    for (let count = 0; count < 3; count++) await released();
    const { size, root } = await checkpoint();
    expect(size).toBe(older.size + 9);
    const read = subtreesOfTiles(size, (place) => bytes(tilePath(place)));
    const bundle = tilePath({ level: "entries", index: 0, width: size });
    const closed = await gate.guests.call({ method: "GET", path: `/log/${bundle}` });
    expect(closed).toMatchObject({ status: 401, body: { error: "gate.problem.unauthorized" } });
    const parsed = parseEntryBundle(await bytes(bundle, { authorization: `Bearer ${await gate.token()}` }), size);
    const leaves = parsed.ok ? parsed.value : [];
    expect(leaves.length).toBe(size);
    for (const [index, leaf] of leaves.entries()) {
      const claim = {
        index,
        size,
        root,
        leafHash: await hashLeaf(leaf),
        proof: await makeInclusionProof(index, size, read),
      };
      expect(await verifyInclusion(claim)).toBe(true);
    }
    const steps = await makeConsistencyProof(older.size, size, read);
    expect(await verifyConsistency(older, { size, root }, steps)).toBe(true);
  });

  test.each(["tile/0/001", "tile/0/000.p/255", "tile/0/0", "tile/1/000", "tile/x/000", "tile/entries", "tile/"])(
    "there is no %s",
    async (path) => {
      const answer = await gate.administrator.call({ method: "GET", path: `/log/${path}` });
      expect(answer).toMatchObject({ status: 404, body: { error: "gate.problem.notFound" } });
    },
  );

  test("a checkpoint is signed once for each size, and is kept over a restart", async () => {
    const note = async (from: TestGate): Promise<unknown> =>
      (await from.guests.call({ method: "GET", path: "/log/checkpoint" })).body;
    const data = await mkdtemp(join(tmpdir(), "sekisho-checkpoint-"));
    const first = await testGate({ data });
    await first.register();
    const before = await note(first);
    expect(await note(first)).toBe(before);
    const { port } = first.gate;
    await first.stop();
    const second = await testGate({ data, listen: { host: "127.0.0.1", port } });
    expect(await note(second)).toBe(before);
    await second.register();
    expect(await note(second)).not.toBe(before);
    await second.stop();
    await rm(data, { recursive: true });
  });
});

describe("a receipt", () => {
  test("has every entry behind a release, proven under one checkpoint, and what they name", async () => {
    const { request, machineId } = await released();
    const older = await checkpoint();
    await released();
    const receipt = await receiptOf(request, `?since=${older.size}`);
    const parsed = parseCheckpoint(receipt.checkpoint);
    const head = parsed.ok ? parsed.value.checkpoint : { ...older, size: 0 };
    expect(receipt.entries.map(({ leaf }) => (JSON.parse(leaf) as LogEntry).kind)).toEqual(["verdict", "release"]);
    for (const { index, leaf, proof } of receipt.entries) {
      const claim = {
        index,
        size: head.size,
        root: head.root,
        proof: hashes(proof),
        leafHash: await hashLeaf(Buffer.from(leaf)),
      };
      expect(await verifyInclusion(claim)).toBe(true);
    }
    expect(receipt.consistency?.size).toBe(older.size);
    expect(await verifyConsistency(older, head, hashes(receipt.consistency?.proof ?? []))).toBe(true);
    const [verdict, release] = receipt.entries.map(({ leaf }) => JSON.parse(leaf) as Record<string, unknown>);
    expect(verdict).toMatchObject({
      evidence: await digestOfJson(receipt.evidence),
      endorsements: await digestOfJson(receipt.endorsements),
      machine: await digestOfJson(receipt.machine),
      policy: null,
    });
    expect(release).toMatchObject({ request, machineId, release: await digestOfJson(receipt.release) });
    expect(receipt.sealedUnder).toBe(receipt.evidence.nonce);
  });

  test("tells the machine and the policy as they were, however they have changed since", async () => {
    const machine = await gate.register({}, "version: 1\n");
    const status = await (await testGuest(gate.guests, machine)).attest();
    const request = status.state === "released" ? status.request : "";
    await gate.administrator.call({ method: "DELETE", path: `/v1/admin/machines/${machine.id}` });
    expect(await receiptOf(request)).toMatchObject({ machine, policy: "version: 1\n" });
  });

  test("is only of a release, and only with a checkpoint that is not ahead of the log", async () => {
    const machine = await gate.register({ releaseMode: "enter" });
    const waiting = await (await testGuest(gate.guests, machine)).attest();
    const request = waiting.state === "waiting" ? waiting.request : "";
    const missing = await get(`/v1/admin/requests/${request}/receipt`);
    expect(missing).toMatchObject({ status: 409, body: { error: "gate.problem.receiptMissing" } });
    const ahead = await get(`/v1/admin/requests/${(await released()).request}/receipt?since=100000`);
    expect(ahead).toMatchObject({ status: 409, body: { error: "gate.problem.logShorter" } });
    expect(await get("/v1/admin/requests/999/receipt")).toMatchObject({ status: 404 });
    expect(await get(`/v1/admin/requests/${request}/receipt?since=-1`)).toMatchObject({ status: 400 });
  });
});

test("the audit trail is the log line by line, and goes on where a reader stopped", async () => {
  await released();
  const { size } = await checkpoint();
  const all = await get("/v1/admin/audit");
  expect(all.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
  const lines = String(all.body).trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { index: number }).index)).toEqual(
    Array.from({ length: size }, (_, at) => at),
  );
  const { body } = await get(`/v1/admin/audit?after=${size - 3}`);
  expect(String(body).trimEnd().split("\n")).toEqual(lines.slice(-2));
  expect((await get(`/v1/admin/audit?after=${size - 1}`)).body).toBeNull();
  expect((await get("/v1/admin/audit?after=0&limit=1")).body).toBe(`${lines[1]}\n`);
  expect(await gate.guests.call({ method: "GET", path: "/v1/admin/audit" })).toMatchObject({ status: 401 });
});
