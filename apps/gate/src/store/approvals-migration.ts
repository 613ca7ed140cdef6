import type { Kysely } from "kysely";
import { sql } from "kysely";

/**
 * Approvals by passkey, the statements that people are asked to sign, the grants that reach beyond one boot, and who changed a
 * machine last. The database itself refuses a release in mode `approve` that neither an approval nor a grant stands behind, and two
 * standing approvals of one person.
 */
export async function addApprovals(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`CREATE TABLE approval_statements (
      nonce TEXT PRIMARY KEY,
      request_number INTEGER NOT NULL REFERENCES requests (number) ON DELETE CASCADE,
      account_id TEXT NOT NULL,
      statement_json TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT, WITHOUT ROWID`,
    sql`CREATE INDEX approval_statements_by_account ON approval_statements (account_id, expires_at)`,
    sql`CREATE INDEX approval_statements_by_expiry ON approval_statements (expires_at)`,
    sql`CREATE TABLE approvals (
      id INTEGER PRIMARY KEY,
      request_number INTEGER NOT NULL REFERENCES requests (number) ON DELETE CASCADE,
      account_id TEXT NOT NULL,
      account_name TEXT NOT NULL,
      passkey_id TEXT NOT NULL,
      at INTEGER NOT NULL,
      verdict_digest TEXT NOT NULL,
      registration_digest TEXT NOT NULL,
      record_json TEXT NOT NULL,
      entry INTEGER NOT NULL REFERENCES log_entries (idx),
      voided_at INTEGER,
      void_json TEXT,
      CHECK ((voided_at IS NULL) = (void_json IS NULL))
    ) STRICT`,
    sql`CREATE UNIQUE INDEX approvals_of_one_person ON approvals (request_number, account_id) WHERE voided_at IS NULL`,
    sql`CREATE INDEX approvals_by_request ON approvals (request_number, id)`,
    sql`CREATE TABLE grants (
      id TEXT PRIMARY KEY,
      machine_id TEXT NOT NULL,
      boot_digest TEXT NOT NULL,
      trust_digest TEXT NOT NULL,
      passed_json TEXT NOT NULL,
      request_number INTEGER NOT NULL REFERENCES requests (number),
      created_at INTEGER NOT NULL,
      remaining INTEGER CHECK (remaining >= 0),
      until INTEGER,
      withdrawn_at INTEGER,
      withdrawn_by TEXT,
      entry INTEGER NOT NULL REFERENCES log_entries (idx),
      CHECK (remaining IS NOT NULL OR until IS NOT NULL)
    ) STRICT`,
    sql`CREATE INDEX grants_by_machine ON grants (machine_id, created_at)`,
    sql`CREATE TABLE machine_authors (
      machine_id TEXT NOT NULL,
      part TEXT NOT NULL CHECK (part IN ('machine', 'known-values', 'policy')),
      account_id TEXT,
      at INTEGER NOT NULL,
      PRIMARY KEY (machine_id, part)
    ) STRICT, WITHOUT ROWID`,
    sql`ALTER TABLE requests ADD COLUMN boot_digest TEXT`,
    sql`ALTER TABLE requests ADD COLUMN verdict_digest TEXT`,
    sql`ALTER TABLE requests ADD COLUMN grant_id TEXT REFERENCES grants (id)`,
    sql`CREATE INDEX requests_by_grant ON requests (grant_id) WHERE grant_id IS NOT NULL`,
  ];
  for (const statement of statements) await statement.execute(database);
  await guardApproved(database);
}

/** A later migration that makes the table `requests` anew calls this again, as its triggers go with a table. */
export async function guardApproved(database: Kysely<unknown>): Promise<void> {
  const missing = sql.raw(`NEW.release_mode = 'approve' AND NEW.release_json IS NOT NULL AND NEW.grant_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM approvals WHERE request_number = NEW.number AND voided_at IS NULL)`);
  const refuse = sql.raw(`BEGIN SELECT RAISE(ABORT, 'a release that nobody approved'); END`);
  await sql`CREATE TRIGGER requests_approved_at_start BEFORE INSERT ON requests WHEN ${missing} ${refuse}`.execute(
    database,
  );
  await sql`CREATE TRIGGER requests_approved BEFORE UPDATE ON requests
    WHEN NEW.release_json IS NOT OLD.release_json AND ${missing} ${refuse}`.execute(database);
}
