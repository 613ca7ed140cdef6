import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { hashLeaf, rootOf, appendLeaf, emptyFrontier, type NewEntry } from "@sekisho/release/log";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { appendEntry } from "../receipts/append.ts";
import { listEntries, readFrontier, readTileHashes } from "./log.ts";
import { openDatabase, type Database } from "./open.ts";
import { insertRequest, updateRequest, type RequestRow } from "./requests.ts";

let folder: string;
let database: Database;
const gate = { clock: () => new Date("2026-11-23T16:00:00Z") };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-log-"));
  database = await openDatabase(join(folder, "gate.sqlite"));
});

afterEach(async () => {
  await database.destroy();
  await rm(folder, { recursive: true });
});

const machineId = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";

function waitingRequest(): Promise<RequestRow> {
  return insertRequest(database, {
    id: randomUUID(),
    machine_id: machineId,
    state: "waiting",
    release_mode: "auto",
    proven: 1,
    guest_key: "k",
    gate_key_digest: "g",
    header_digest: "h",
    report_id: null,
    created_at: 0,
    updated_at: 0,
    evidence_at: null,
    expires_at: 0,
    verdict_json: null,
    reason_json: null,
    sealed_json: null,
    activation_json: null,
    activation_failures: 0,
    tpm_keys: null,
    boot_digest: null,
    verdict_digest: null,
    grant_id: null,
  });
}

function releaseOf({ id, number }: Pick<RequestRow, "id" | "number">): NewEntry {
  const binding = Buffer.alloc(64).toString("base64url");
  const common = { kind: "release", actor: { kind: "guest" }, mode: "auto", grant: null } as const;
  return { ...common, approvals: [], request: id, number, machineId, binding, verdict: 0, release: "00".repeat(32) };
}

const other: NewEntry = { kind: "policy", actor: { kind: "owner" }, machineId, before: null, after: null };

describe("the database refuses", () => {
  test("a release without its entry, with that of another request, of another kind, or of another release", async () => {
    const request = await waitingRequest();
    const second = await waitingRequest();
    const entry = await appendEntry(gate, database, releaseOf(request));
    const policy = await appendEntry(gate, database, other);
    const { id, number } = request;
    const allowance = { kind: "allowance", actor: { kind: "owner" }, request: id, number, machineId } as const;
    const ofOtherKind = await appendEntry(gate, database, allowance);
    const missing = /a release without its entry in the log/;
    const release = { state: "released", release_json: "{}" } as const;
    const put = (row: RequestRow, release_entry: number | null): Promise<unknown> =>
      updateRequest(database, row.number, row.state, { ...release, release_entry });
    await expect(put(request, null)).rejects.toThrow(missing);
    await expect(put(request, 99)).rejects.toThrow(missing);
    await expect(put(request, policy)).rejects.toThrow(missing);
    await expect(put(request, ofOtherKind)).rejects.toThrow(missing);
    await expect(put(second, entry)).rejects.toThrow(missing);
    expect(await put(request, entry)).toMatchObject({ state: "released", release_entry: entry });
    const take = sql`UPDATE requests SET release_entry = NULL WHERE number = ${request.number}`.execute(database);
    await expect(take).rejects.toThrow(missing);
    const copy =
      sql`INSERT INTO requests (id, machine_id, state, proven, guest_key, gate_key_digest, header_digest, created_at,
      updated_at, expires_at, release_json) VALUES ('x', 'm', 'released', 1, 'k', 'g', 'h', 1, 2, 3, '{}')`.execute(
        database,
      );
    await expect(copy).rejects.toThrow(missing);
  });

  test("any change of an entry, an entry out of order, and a log that shrinks", async () => {
    for (let count = 0; count < 3; count++) await appendEntry(gate, database, other);
    const statements = [
      sql`UPDATE log_entries SET kind = 'machine' WHERE idx = 1`,
      sql`DELETE FROM log_entries WHERE idx = 2`,
      sql`INSERT INTO log_entries (idx, kind, time, leaf, leaf_hash) SELECT 4, kind, time, leaf, leaf_hash FROM log_entries LIMIT 1`,
      sql`INSERT OR REPLACE INTO log_entries (idx, kind, time, leaf, leaf_hash) SELECT 1, kind, time, leaf, leaf_hash FROM log_entries LIMIT 1`,
      sql`UPDATE log_state SET size = 2`,
      sql`UPDATE log_state SET size = 4`,
      sql`DELETE FROM log_state`,
    ];
    for (const statement of statements) await expect(statement.execute(database)).rejects.toThrow(/log|entry/);
    expect((await readFrontier(database)).size).toBe(3);
    await sql`INSERT INTO log_entries (idx, kind, time, leaf, leaf_hash)
      SELECT 3, kind, time, leaf, leaf_hash FROM log_entries LIMIT 1`.execute(database);
    await expect(sql`UPDATE log_state SET size = 5`.execute(database)).rejects.toThrow("the log grows by one");
  });
});

test("what a transaction takes back was never in the log", async () => {
  await appendEntry(gate, database, other);
  const before = await readFrontier(database);
  const taken = database.transaction().execute(async (transaction) => {
    await appendEntry(gate, transaction, other);
    throw new Error("taken back");
  });
  await expect(taken).rejects.toThrow("taken back");
  expect(await readFrontier(database)).toEqual(before);
  expect(await appendEntry(gate, database, other)).toBe(1);
});

test("the log's root is that of its leaves, over full tiles too, and tiles hold the hashes of the tree", async () => {
  const size = 600;
  await database.transaction().execute(async (transaction) => {
    for (let count = 0; count < size; count++) await appendEntry(gate, transaction, { ...other, machineId });
  });
  const entries = await listEntries(database, { order: "oldest-first", limit: 1000 });
  let frontier = emptyFrontier;
  for (const [at, { idx, leaf, leaf_hash }] of entries.entries()) {
    expect(idx).toBe(at);
    expect(Buffer.from(await hashLeaf(leaf))).toEqual(Buffer.from(leaf_hash));
    ({ frontier } = await appendLeaf(frontier, leaf_hash));
  }
  expect(frontier.size).toBe(size);
  expect(await rootOf(await readFrontier(database))).toEqual(await rootOf(frontier));
  const [first] = [await readTileHashes(database, { level: 1, index: 0, width: 2 })];
  expect(first.length).toBe(64);
  expect((await readTileHashes(database, { level: 0, index: 2, width: 88 })).length).toBe(88 * 32);
});

test("an entry that readers would not understand is not written", async () => {
  const wrong = { ...other, actor: { kind: "nobody" } } as unknown as NewEntry;
  await expect(appendEntry(gate, database, wrong)).rejects.toThrow(/actor/);
  expect((await readFrontier(database)).size).toBe(0);
});
