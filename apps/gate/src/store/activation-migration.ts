import type { Kysely } from "kysely";
import { sql } from "kysely";

const columns = sql.raw(
  `number, id, machine_id, state, release_mode, proven, guest_key, gate_key_digest, header_digest, report_id, created_at,
   updated_at, evidence_at, expires_at, verdict_json, reason_json, sealed_json, release_json`,
);

/**
 * Requests of guests with a TPM: the state `activating`, and what is asked of the TPM.
 *
 * SQLite can't change a CHECK, so both tables are made anew and copied; foreign keys stay on, so the old requests go only
 * once nothing refers to them. Numbers that were given once are never given again.
 */
export async function addActivation(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`CREATE TABLE new_requests (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      machine_id TEXT NOT NULL,
      state TEXT NOT NULL
        CHECK (state IN ('activating', 'waiting', 'decided', 'released', 'refused', 'denied', 'expired')),
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
      activation_json TEXT,
      activation_failures INTEGER NOT NULL DEFAULT 0,
      tpm_keys TEXT,
      CHECK ((state = 'released') = (release_json IS NOT NULL)),
      CHECK ((state = 'activating') = (activation_json IS NOT NULL)),
      CHECK (activation_json IS NULL OR tpm_keys IS NOT NULL)
    ) STRICT`,
    sql`INSERT INTO sqlite_sequence (name, seq) SELECT 'new_requests', seq FROM sqlite_sequence WHERE name = 'requests'`,
    sql`INSERT INTO new_requests (${columns}) SELECT ${columns} FROM requests ORDER BY number`,
    sql`CREATE TABLE new_evidence (
      id INTEGER PRIMARY KEY,
      request_number INTEGER NOT NULL REFERENCES new_requests (number) ON DELETE CASCADE,
      binding TEXT NOT NULL,
      accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
      received_at INTEGER NOT NULL,
      bundle_json TEXT,
      endorsements_digest TEXT REFERENCES endorsements (digest)
    ) STRICT`,
    sql`INSERT INTO new_evidence (id, request_number, binding, accepted, received_at, bundle_json, endorsements_digest)
      SELECT id, request_number, binding, accepted, received_at, bundle_json, endorsements_digest FROM evidence`,
    sql`DROP TABLE evidence`,
    sql`DROP TABLE requests`,
    sql`ALTER TABLE new_requests RENAME TO requests`,
    sql`ALTER TABLE new_evidence RENAME TO evidence`,
    sql`CREATE INDEX requests_by_guest ON requests (machine_id, guest_key)`,
    sql`CREATE INDEX requests_open ON requests (expires_at) WHERE state IN ('activating', 'waiting', 'decided')`,
    sql`CREATE INDEX requests_of_strangers ON requests (number) WHERE proven = 0`,
    sql`CREATE INDEX evidence_by_request ON evidence (request_number, id)`,
  ];
  for (const statement of statements) await statement.execute(database);
}
