import type { Kysely } from "kysely";
import { sql } from "kysely";

/**
 * Webhooks, and what waits to be delivered to them.
 *
 * Triggers write down what happens to requests, in the very transaction in which it happens: so no notice is lost when the gate
 * stops in between, and nothing that changes a request can forget it. Whoever makes the table `requests` anew must make these
 * triggers anew too.
 */
export async function addWebhooks(database: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`CREATE TABLE webhooks (
      id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      events_json TEXT NOT NULL,
      language TEXT NOT NULL CHECK (language IN ('en', 'ja')),
      encrypted_secret BLOB NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT`,
    sql`CREATE TABLE request_notices (
      id INTEGER PRIMARY KEY,
      request_number INTEGER NOT NULL,
      event TEXT NOT NULL,
      proven INTEGER NOT NULL,
      at INTEGER NOT NULL
    ) STRICT`,
    sql`CREATE TABLE webhook_deliveries (
      id INTEGER PRIMARY KEY,
      webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
      message_id TEXT NOT NULL UNIQUE,
      event TEXT NOT NULL,
      request_number INTEGER NOT NULL,
      proven INTEGER NOT NULL,
      payload TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
      attempts INTEGER NOT NULL,
      next_at INTEGER,
      delivered_at INTEGER,
      status INTEGER,
      problem TEXT,
      CHECK ((state = 'pending') = (next_at IS NOT NULL))
    ) STRICT`,
    sql`CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 'pending'`,
    sql`CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id)`,
    sql`CREATE INDEX requests_by_machine ON requests (machine_id, number, proven)`,
    sql`CREATE TRIGGER notice_of_new_request AFTER INSERT ON requests
      WHEN NEW.state IN ('waiting', 'released', 'refused') AND EXISTS (SELECT 1 FROM webhooks)
      BEGIN
        INSERT INTO request_notices (request_number, event, proven, at)
        VALUES (NEW.number, 'request.' || NEW.state, NEW.proven, NEW.updated_at);
      END`,
    sql`CREATE TRIGGER notice_of_changed_request AFTER UPDATE OF state ON requests
      WHEN NEW.state <> OLD.state AND NEW.state IN ('waiting', 'released', 'refused', 'denied')
        AND EXISTS (SELECT 1 FROM webhooks)
      BEGIN
        INSERT INTO request_notices (request_number, event, proven, at)
        VALUES (NEW.number, 'request.' || NEW.state, NEW.proven, NEW.updated_at);
      END`,
  ];
  for (const statement of statements) await statement.execute(database);
}
