import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EvidenceBundle } from "@sekisho/release";
import { forgetLargeStrangers, insertEvidence, newestEvidence } from "./evidence.ts";
import { openDatabase, type Database } from "./open.ts";
import { insertRequest, listRequests, pruneStrangers, type RequestRow } from "./requests.ts";

let folder: string;
let database: Database;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-store-"));
  database = await openDatabase(join(folder, "gate.sqlite"));
});

afterEach(async () => {
  await database.destroy();
  await rm(folder, { recursive: true });
});

function add(id: string, proven: 0 | 1): Promise<RequestRow> {
  return insertRequest(database, {
    id,
    machine_id: "m",
    state: "refused",
    release_mode: null,
    proven,
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
  });
}

test("of strangers' requests the newest are kept, and of proven guests all", async () => {
  for (const [id, proven] of [
    ["a", 0],
    ["b", 1],
    ["c", 0],
    ["d", 0],
    ["e", 1],
  ] as const)
    await add(id, proven);
  await pruneStrangers(database, 2);
  expect((await listRequests(database, { limit: 10 })).map(({ id }) => id)).toEqual(["e", "d", "c", "b"]);
  await pruneStrangers(database, 0);
  expect((await listRequests(database, { limit: 10 })).map(({ id }) => id)).toEqual(["e", "b"]);
  // The number of a request that was forgotten is never given again.
  expect((await add("f", 0)).number).toBe(6);
});

test("of strangers' evidence with the logs of a boot the newest is kept, and small evidence and that of proven guests all", async () => {
  const sizes: readonly (readonly [string, 0 | 1, number])[] = [
    ["large", 0, 200_000],
    ["small", 0, 1000],
    ["proven", 1, 200_000],
    ["larger", 0, 300_000],
    ["largest", 0, 400_000],
  ];
  for (const [id, proven, size] of sizes) {
    const { number: requestNumber } = await add(id, proven);
    const bundle = { type: "sekisho-evidence", nonce: "x".repeat(size) } as EvidenceBundle;
    const common = { binding: "", accepted: false, receivedAt: new Date(0), endorsements: null, judgement: null };
    await insertEvidence(database, { requestNumber, bundle, ...common });
  }
  await forgetLargeStrangers(database, 2);
  const kept = await Promise.all(sizes.map((_, index) => newestEvidence(database, index + 1)));
  expect(kept.map((evidence) => evidence !== undefined)).toEqual([false, true, true, true, true]);
  await forgetLargeStrangers(database, 0);
  const left = await Promise.all(sizes.map((_, index) => newestEvidence(database, index + 1)));
  expect(left.map((evidence) => evidence !== undefined)).toEqual([false, true, true, false, false]);
});
