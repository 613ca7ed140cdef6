import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendEntry } from "../receipts/append.ts";
import { rowOf } from "../requests/request-columns.ts";
import type { StatementTable } from "./approval-tables.ts";
import {
  findStatement,
  forgetStatements,
  insertApproval,
  insertStatement,
  listApprovals,
  useStatement,
  voidApproval,
} from "./approvals.ts";
import { insertGrant, takeBoot, withdrawGrant } from "./grants.ts";
import { openDatabase, type Database } from "./open.ts";
import { insertRequest, updateRequest, type RequestRow } from "./requests.ts";

let folder: string;
let database: Database;
const now = new Date("2026-11-23T16:00:00Z");
const gate = { clock: () => now };
const machineId = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-approvals-"));
  database = await openDatabase(join(folder, "gate.sqlite"));
});
afterEach(async () => {
  await database.destroy();
  await rm(folder, { recursive: true });
});

function request(): Promise<RequestRow> {
  const bundle = { machineId, guestKey: "k", gateKeyDigest: "g", headerDigest: "h" };
  return insertRequest(database, {
    ...rowOf(bundle, randomUUID(), now),
    state: "decided",
    release_mode: "approve",
    proven: 1,
    report_id: null,
    evidence_at: null,
    expires_at: 0,
    verdict_json: null,
    reason_json: null,
    activation_json: null,
    tpm_keys: null,
  });
}

function entry(): Promise<number> {
  return appendEntry(gate, database, {
    kind: "policy",
    actor: { kind: "owner" },
    machineId,
    before: null,
    after: null,
  });
}

/** The entry of a release to this request, as the database wants one for each. */
function releaseEntry({ id, number }: RequestRow): Promise<number> {
  const binding = Buffer.alloc(64).toString("base64url");
  const common = { kind: "release", actor: { kind: "guest" }, mode: "approve", grant: null } as const;
  const named = { request: id, number, machineId };
  return appendEntry(gate, database, {
    ...common,
    ...named,
    approvals: [],
    binding,
    verdict: 0,
    release: "00".repeat(32),
  });
}

async function approval(row: RequestRow, account: string): Promise<void> {
  await insertApproval(database, {
    request_number: row.number,
    account_id: account,
    account_name: account,
    passkey_id: "p",
    at: 1,
    verdict_digest: "v",
    registration_digest: "r",
    record_json: "{}",
    entry: await entry(),
  });
}

async function release(row: RequestRow): Promise<unknown> {
  const released = { state: "released", release_json: "{}", release_entry: await releaseEntry(row) } as const;
  return updateRequest(database, row.number, row.state, released);
}

test("the database refuses a release that nobody approved, or whose approvals are all void", async () => {
  const nobody = /a release that nobody approved/;
  const row = await request();
  await expect(release(row)).rejects.toThrow(nobody);
  await approval(row, "taro");
  const [given] = await listApprovals(database, row.number);
  await voidApproval(database, given?.id ?? 0, message("approval.void.verdict"), now);
  await expect(release(row)).rejects.toThrow(nobody);
  await approval(await request(), "taro");
  await expect(release(row)).rejects.toThrow(nobody);
  await approval(row, "taro");
  expect(await release(row)).toMatchObject({ state: "released" });
});

test("the database refuses two standing approvals of one person", async () => {
  const row = await request();
  await approval(row, "taro");
  await approval(row, "hanako");
  await expect(approval(row, "taro")).rejects.toThrow(/UNIQUE/);
});

test("a statement is used by exactly one, kept with the newest of its person, and forgotten after its time", async () => {
  const { number } = await request();
  const statement = (at: number, account = "taro"): StatementTable => ({
    nonce: `${account} ${at}`,
    request_number: number,
    account_id: account,
    statement_json: "{}",
    expires_at: at,
    used_at: null,
  });
  await insertStatement(database, statement(1, "hanako"));
  for (let at = 1; at <= 40; at++) await insertStatement(database, statement(at));
  expect(await findStatement(database, "taro 8")).toBeUndefined();
  expect(await findStatement(database, "taro 9")).toBeDefined();
  expect(await findStatement(database, "hanako 1")).toBeDefined();
  expect([await useStatement(database, "taro 9", now), await useStatement(database, "taro 9", now)]).toEqual([
    true,
    false,
  ]);
  await forgetStatements(database, new Date(20));
  expect(await findStatement(database, "taro 19")).toBeUndefined();
  expect(await findStatement(database, "taro 20")).toBeDefined();
});

test("a grant gives so many boots, none after its time, and none once it is withdrawn", async () => {
  const { number } = await request();
  const grant = async (remaining: number | null, until: number | null): Promise<string> => {
    const id = randomUUID();
    const columns = { machine_id: machineId, boot_digest: "b", trust_digest: "t", passed_json: "[]", created_at: 0 };
    const ended = { withdrawn_at: null, withdrawn_by: null };
    await insertGrant(database, {
      id,
      ...columns,
      request_number: number,
      remaining,
      until,
      ...ended,
      entry: await entry(),
    });
    return id;
  };
  const twice = await grant(2, null);
  const taken = [
    await takeBoot(database, twice, now),
    await takeBoot(database, twice, now),
    await takeBoot(database, twice, now),
  ];
  expect(taken).toEqual([true, true, false]);
  expect(await takeBoot(database, await grant(null, now.getTime() + 1), now)).toBe(true);
  expect(await takeBoot(database, await grant(5, now.getTime()), now)).toBe(false);
  const withdrawn = await grant(5, null);
  expect([
    await withdrawGrant(database, withdrawn, "taro", now),
    await withdrawGrant(database, withdrawn, "taro", now),
  ]).toEqual([true, false]);
  expect(await takeBoot(database, withdrawn, now)).toBe(false);
  await expect(grant(null, null)).rejects.toThrow(/CHECK/);
});
