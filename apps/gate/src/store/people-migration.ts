import type { Kysely } from "kysely";
import { sql } from "kysely";

/**
 * Accounts with their passkeys, one-time links and sessions, and the access of programs. Of every secret only its SHA-256 is kept; each has 256 random bits,
 * so none needs a salt.
 */
export async function addPeople(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`CREATE TABLE accounts (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL UNIQUE,
      role TEXT NOT NULL CHECK (role IN ('viewer', 'approver', 'administrator')),
      created_at INTEGER NOT NULL,
      last_sign_in_at INTEGER
    ) STRICT`,
    sql`CREATE TABLE passkeys (
      id TEXT PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      label TEXT NOT NULL,
      public_key BLOB NOT NULL,
      counter INTEGER NOT NULL,
      transports_json TEXT NOT NULL,
      aaguid TEXT NOT NULL,
      attestation_format TEXT NOT NULL,
      attestation_object BLOB NOT NULL,
      client_data BLOB NOT NULL,
      backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
      backed_up INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
      created_at INTEGER NOT NULL,
      last_used_at INTEGER,
      locked_at INTEGER
    ) STRICT`,
    sql`CREATE INDEX passkeys_by_account ON passkeys (account_id)`,
    sql`CREATE TABLE enrolments (
      token_hash TEXT PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT`,
    sql`CREATE INDEX enrolments_by_account ON enrolments (account_id)`,
    sql`CREATE TABLE sessions (
      token_hash TEXT PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      passkey_id TEXT NOT NULL REFERENCES passkeys (id) ON DELETE CASCADE,
      created_at INTEGER NOT NULL,
      seen_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT`,
    sql`CREATE INDEX sessions_by_account ON sessions (account_id)`,
    sql`CREATE TABLE tokens (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      name_key TEXT NOT NULL UNIQUE,
      role TEXT NOT NULL CHECK (role IN ('viewer', 'approver', 'administrator')),
      token_hash TEXT NOT NULL UNIQUE,
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL,
      expires_at INTEGER,
      last_used_at INTEGER
    ) STRICT`,
  ];
  for (const statement of statements) await statement.execute(database);
}
