import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Migration, MigrationProvider } from "kysely/migration";
import { addActivation } from "./activation-migration.ts";
import { addApprovals } from "./approvals-migration.ts";
import { addWebhooks } from "./webhooks-migration.ts";
import { addLog } from "./log-migration.ts";
import { addPeople } from "./people-migration.ts";

/** In the order of their names. A migration that was released is never changed, only followed by another. */
const migrations: Record<string, Migration> = {
  "0001-first": { up: createFirstTables },
  "0002-activation": { up: addActivation },
  "0003-log": { up: addLog },
  "0004-people": { up: addPeople },
  "0005-approvals": { up: addApprovals },
  "0006-webhooks": { up: addWebhooks },
};

export const migrationProvider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations) };

async function createFirstTables(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`CREATE TABLE machines (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      machine_json TEXT NOT NULL,
      policy TEXT,
      encrypted_key BLOB,
      header_digest TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT`,
    sql`CREATE TABLE requests (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      machine_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'decided', 'released', 'refused', 'denied', 'expired')),
      release_mode TEXT CHECK (release_mode IN ('auto', 'enter')),
      proven INTEGER NOT NULL CHECK (proven IN (0, 1)),
      guest_key TEXT NOT NULL,
      gate_key_digest TEXT NOT NULL,
      header_digest TEXT NOT NULL,
      report_id TEXT,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      evidence_at INTEGER,
      expires_at INTEGER NOT NULL,
      verdict_json TEXT,
      reason_json TEXT,
      sealed_json TEXT,
      release_json TEXT,
      CHECK ((state = 'released') = (release_json IS NOT NULL))
    ) STRICT`,
    sql`CREATE INDEX requests_by_guest ON requests (machine_id, guest_key)`,
    sql`CREATE INDEX requests_open ON requests (expires_at) WHERE state IN ('waiting', 'decided')`,
    sql`CREATE INDEX requests_of_strangers ON requests (number) WHERE proven = 0`,
    sql`CREATE TABLE endorsements (digest TEXT PRIMARY KEY, content_json TEXT NOT NULL) STRICT`,
    sql`CREATE TABLE evidence (
      id INTEGER PRIMARY KEY,
      request_number INTEGER NOT NULL REFERENCES requests (number) ON DELETE CASCADE,
      binding TEXT NOT NULL,
      accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
      received_at INTEGER NOT NULL,
      bundle_json TEXT,
      endorsements_digest TEXT REFERENCES endorsements (digest)
    ) STRICT`,
    sql`CREATE INDEX evidence_by_request ON evidence (request_number, id)`,
    sql`CREATE TABLE used_nonces (nonce BLOB PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
    sql`CREATE INDEX used_nonces_by_expiry ON used_nonces (expires_at)`,
    sql`CREATE TABLE report_ids (
      report_id TEXT PRIMARY KEY,
      machine_id TEXT NOT NULL,
      allowed INTEGER NOT NULL,
      used INTEGER NOT NULL,
      CHECK (used <= allowed)
    ) STRICT, WITHOUT ROWID`,
  ];
  for (const statement of statements) await statement.execute(database);
}
