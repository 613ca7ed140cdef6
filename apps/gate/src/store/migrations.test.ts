import { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { expect, test } from "vitest";
import { migrationProvider } from "./migrations.ts";
import { insertRequest, listDue, listRequests } from "./requests.ts";
import { nodeSqliteDialect } from "./sqlite-dialect.ts";
import type { Tables } from "./tables.ts";

test("requests and evidence of before the TPM outlive the move, and their numbers are not given again", async () => {
  const file = new DatabaseSync(":memory:", { enableForeignKeyConstraints: true });
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(file) });
  const migrator = new Migrator({ db: database, provider: migrationProvider });
  expect((await migrator.migrateTo("0001-first")).error).toBeUndefined();
  for (const [number, state] of [
    [3, "waiting"],
    [7, "denied"],
    [9, "denied"],
  ] as const) {
    await sql`INSERT INTO requests (number, id, machine_id, state, proven, guest_key, gate_key_digest, header_digest,
      created_at, updated_at, expires_at) VALUES (${number}, ${`r${number}`}, 'm', ${state}, 1, 'k', 'g', 'h', 1, 2, 3)`.execute(
      database,
    );
    await sql`INSERT INTO evidence (request_number, binding, accepted, received_at) VALUES (${number}, 'b', 1, 4)`.execute(
      database,
    );
  }
  await sql`DELETE FROM requests WHERE number = 9`.execute(database);

  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  const requests = await listRequests(database, { limit: 10 });
  expect(requests.map(({ number, state, tpm_keys }) => [number, state, tpm_keys])).toEqual([
    [7, "denied", null],
    [3, "waiting", null],
  ]);
  const evidence = await database.selectFrom("evidence").select("request_number").orderBy("id").execute();
  expect(evidence.map((row) => row.request_number)).toEqual([3, 7]);

  const [first] = requests;
  if (first === undefined) throw new Error("no request");
  const { number: _, ...row } = first;
  const tpm = { state: "activating", activation_json: "{}", tpm_keys: "ek:ak" } as const;
  expect((await insertRequest(database, { ...row, ...tpm, id: "new" })).number).toBe(10);
  expect((await listDue(database, new Date(5))).map(({ id }) => id)).toEqual(["r3", "new"]);
  await expect(insertRequest(database, { ...row, ...tpm, id: "x", activation_json: null })).rejects.toThrow("CHECK");

  await database.deleteFrom("requests").where("number", "=", 3).execute();
  expect((await database.selectFrom("evidence").select("id").execute()).length).toBe(1);
  await database.destroy();
});

test("a release of before the log stays as it is, without an entry, and no new one comes without", async () => {
  const file = new DatabaseSync(":memory:", { enableForeignKeyConstraints: true });
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(file) });
  const migrator = new Migrator({ db: database, provider: migrationProvider });
  expect((await migrator.migrateTo("0002-activation")).error).toBeUndefined();
  await sql`INSERT INTO requests (number, id, machine_id, state, proven, guest_key, gate_key_digest, header_digest,
    created_at, updated_at, expires_at, release_json) VALUES (4, 'old', 'm', 'released', 1, 'k', 'g', 'h', 1, 2, 3, '{}')`.execute(
    database,
  );
  expect((await migrator.migrateToLatest()).error).toBeUndefined();
  const [old] = await listRequests(database, { limit: 10 });
  expect(old).toMatchObject({ id: "old", state: "released", release_json: "{}", release_entry: null });
  await sql`UPDATE requests SET updated_at = 5 WHERE id = 'old'`.execute(database);
  const changed = sql`UPDATE requests SET release_json = '{"other": 1}' WHERE id = 'old'`.execute(database);
  await expect(changed).rejects.toThrow("a release without its entry in the log");
  await database.destroy();
});
