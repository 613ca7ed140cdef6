import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addAccount, addPasskey } from "./accounts.ts";
import { openDatabase, type Database } from "./open.ts";
import type { PasskeyTable } from "./people-tables.ts";
import {
  addSession,
  endOldestSessions,
  findEnrolment,
  findSession,
  forgetEnded,
  listEnrolments,
  replaceEnrolment,
} from "./sessions.ts";

let folder: string;
let database: Database;
let account: string;
let passkey: PasskeyTable;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-people-"));
  database = await openDatabase(join(folder, "gate.sqlite"));
  account = randomUUID();
  await addAccount(database, { id: account, name: "hanako", role: "viewer" }, new Date(0));
  passkey = {
    id: "AAAA",
    account_id: account,
    label: "key",
    public_key: new Uint8Array([1]),
    counter: 0,
    transports_json: "[]",
    aaguid: "00000000-0000-0000-0000-000000000000",
    attestation_format: "none",
    attestation_object: new Uint8Array([1]),
    client_data: new Uint8Array([1]),
    backup_eligible: 0,
    backed_up: 0,
    created_at: 0,
    last_used_at: null,
    locked_at: null,
  };
  await addPasskey(database, passkey);
});
afterAll(async () => {
  await database.destroy();
  await rm(folder, { recursive: true, force: true });
});

const session = (name: string, createdAt: number) => ({
  token_hash: name,
  account_id: account,
  passkey_id: passkey.id,
  created_at: createdAt,
  seen_at: createdAt,
  expires_at: createdAt + 1000,
});

test("of many sessions the newest stay", async () => {
  for (let number = 0; number < 5; number++) await addSession(database, session(`many ${number}`, number));
  await endOldestSessions(database, account, 2);
  const left = await Promise.all([0, 1, 2, 3, 4].map((number) => findSession(database, `many ${number}`)));
  expect(left.map((found) => found !== undefined)).toEqual([false, false, false, true, true]);
});

test("what ended long ago is forgotten, and nothing else", async () => {
  await addSession(database, session("old", 10_000));
  await addSession(database, session("new", 20_000));
  const link = { account_id: account, created_at: 0, used_at: 1 };
  await replaceEnrolment(database, { ...link, token_hash: "old link", expires_at: 11_000 });
  await replaceEnrolment(database, { ...link, token_hash: "new link", expires_at: 21_000, used_at: null });
  await forgetEnded(database, new Date(15_000));
  expect(await findSession(database, "old")).toBeUndefined();
  expect(await findSession(database, "new")).toMatchObject({ name: "hanako", role: "viewer" });
  expect(await findEnrolment(database, "old link")).toBeUndefined();
  expect(await findEnrolment(database, "new link")).toMatchObject({ name: "hanako" });
  expect(await listEnrolments(database, new Date(20_000))).toHaveLength(1);
  expect(await listEnrolments(database, new Date(21_000))).toHaveLength(0);
});

test("a passkey is one account's alone, and a role is one of three", async () => {
  expect(await addPasskey(database, { ...passkey, label: "again" })).toBe(false);
  const role = "king" as "viewer";
  await expect(addAccount(database, { id: randomUUID(), name: "jiro", role }, new Date(0))).rejects.toThrow("CHECK");
});
