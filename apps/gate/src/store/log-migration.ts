import type { Kysely } from "kysely";
import { sql } from "kysely";

const requestColumns = sql.raw(
  `number, id, machine_id, state, release_mode, proven, guest_key, gate_key_digest, header_digest, report_id, created_at,
   updated_at, evidence_at, expires_at, verdict_json, reason_json, sealed_json, release_json, activation_json,
   activation_failures, tpm_keys`,
);

/**
 * The log: its entries, what is needed to prove them, and the guarantee that nothing is released without one. The database
 * itself refuses a release without its entry, an entry out of order, and any change of an entry.
 *
 * Of the tree only hashes of leaves and every eighth level above them are kept (`log_nodes`, levels as C2SP tlog-tiles counts
 * them), and the peaks, which give the root.
 */
export async function addLog(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`CREATE TABLE log_entries (
      idx INTEGER PRIMARY KEY,
      kind TEXT NOT NULL,
      time INTEGER NOT NULL,
      machine_id TEXT,
      request_id TEXT,
      leaf BLOB NOT NULL CHECK (length(leaf) BETWEEN 1 AND 65535),
      leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32)
    ) STRICT`,
    sql`CREATE INDEX log_entries_by_request ON log_entries (request_id, idx) WHERE request_id IS NOT NULL`,
    sql`CREATE INDEX log_entries_by_machine ON log_entries (machine_id, idx) WHERE machine_id IS NOT NULL`,
    sql`CREATE INDEX log_entries_by_kind ON log_entries (kind, idx)`,
    sql`CREATE TABLE log_nodes (
      level INTEGER NOT NULL CHECK (level > 0),
      idx INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      PRIMARY KEY (level, idx)
    ) STRICT, WITHOUT ROWID`,
    sql`CREATE TABLE log_state (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      size INTEGER NOT NULL,
      peaks BLOB NOT NULL
    ) STRICT`,
    sql`INSERT INTO log_state (id, size, peaks) VALUES (1, 0, x'')`,
    sql`CREATE TABLE log_checkpoint (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      size INTEGER NOT NULL,
      note TEXT NOT NULL
    ) STRICT`,
    sql`CREATE TABLE log_strangers (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      since INTEGER NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0),
      first_number INTEGER NOT NULL,
      last_number INTEGER NOT NULL
    ) STRICT`,
    sql`CREATE TABLE log_allowances (
      machine_id TEXT PRIMARY KEY,
      day INTEGER NOT NULL,
      used INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
    sql`CREATE TABLE log_documents (digest TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    sql`CREATE TRIGGER log_entries_in_order BEFORE INSERT ON log_entries
      WHEN NEW.idx IS NOT (SELECT size FROM log_state)
      BEGIN SELECT RAISE(ABORT, 'an entry of the log out of order'); END`,
    sql`CREATE TRIGGER log_entries_never_change BEFORE UPDATE ON log_entries
      BEGIN SELECT RAISE(ABORT, 'entries of the log never change'); END`,
    sql`CREATE TRIGGER log_entries_never_go BEFORE DELETE ON log_entries
      BEGIN SELECT RAISE(ABORT, 'entries of the log never go'); END`,
    sql`CREATE TRIGGER log_state_grows BEFORE UPDATE ON log_state
      WHEN NEW.size <> OLD.size + 1 OR NOT EXISTS (SELECT 1 FROM log_entries WHERE idx = OLD.size)
      BEGIN SELECT RAISE(ABORT, 'the log grows by one entry at a time'); END`,
    sql`CREATE TRIGGER log_state_never_goes BEFORE DELETE ON log_state
      BEGIN SELECT RAISE(ABORT, 'the log never goes'); END`,
    ...requestsWithEntries,
  ];
  for (const statement of statements) await statement.execute(database);
  await guardReleases(database);
}

/** As in the migration before: SQLite can't change a CHECK, and the release mode `approve` needs another one. */
const requestsWithEntries = [
  sql`CREATE TABLE new_requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    machine_id TEXT NOT NULL,
    state TEXT NOT NULL
      CHECK (state IN ('activating', 'waiting', 'decided', 'released', 'refused', 'denied', 'expired')),
    release_mode TEXT CHECK (release_mode IN ('auto', 'enter', 'approve')),
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
    release_entry INTEGER REFERENCES log_entries (idx),
    CHECK ((state = 'released') = (release_json IS NOT NULL)),
    CHECK (release_entry IS NULL OR release_json IS NOT NULL),
    CHECK ((state = 'activating') = (activation_json IS NOT NULL)),
    CHECK (activation_json IS NULL OR tpm_keys IS NOT NULL)
  ) STRICT`,
  sql`INSERT INTO sqlite_sequence (name, seq) SELECT 'new_requests', seq FROM sqlite_sequence WHERE name = 'requests'`,
  sql`INSERT INTO new_requests (${requestColumns}) SELECT ${requestColumns} FROM requests ORDER BY number`,
  sql`CREATE TABLE new_evidence (
    id INTEGER PRIMARY KEY,
    request_number INTEGER NOT NULL REFERENCES new_requests (number) ON DELETE CASCADE,
    binding TEXT NOT NULL,
    accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    received_at INTEGER NOT NULL,
    bundle_json TEXT,
    endorsements_digest TEXT REFERENCES endorsements (digest),
    nonce TEXT,
    judgement_json TEXT
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

/**
 * Makes a release without its entry impossible: whatever writes one, the entry must be there, of this very request, and no
 * two releases share one. Releases of before the log have none, and stay as they are. A later migration that makes the table
 * `requests` anew calls this again, as its triggers go with a table.
 */
export async function guardReleases(database: Kysely<unknown>): Promise<void> {
  const missing = sql.raw(`NEW.release_json IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM log_entries WHERE idx = NEW.release_entry AND kind = 'release' AND request_id = NEW.id)`);
  const refuse = sql.raw(`BEGIN SELECT RAISE(ABORT, 'a release without its entry in the log'); END`);
  const statements = [
    sql`CREATE UNIQUE INDEX requests_by_entry ON requests (release_entry) WHERE release_entry IS NOT NULL`,
    sql`CREATE TRIGGER requests_released_by_entry BEFORE INSERT ON requests WHEN ${missing} ${refuse}`,
    sql`CREATE TRIGGER requests_release_keeps_entry BEFORE UPDATE ON requests
      WHEN (NEW.release_json IS NOT OLD.release_json OR NEW.release_entry IS NOT OLD.release_entry OR NEW.id IS NOT OLD.id)
        AND ${missing} ${refuse}`,
  ];
  for (const statement of statements) await statement.execute(database);
}
