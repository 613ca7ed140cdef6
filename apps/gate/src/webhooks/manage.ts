import { randomUUID } from "node:crypto";
import type { WebhookDelivery, WebhookRegistration, WebhookView } from "@sekisho/release";
import type { LogActor, LogEntryOf } from "@sekisho/release/log";
import { ProblemError } from "../problems.ts";
import { appendEntry } from "../receipts/append.ts";
import type { Gate } from "../requests/gate.ts";
import type { Database } from "../store/open.ts";
import {
  countPending,
  deleteWebhook,
  findWebhook,
  insertWebhook,
  listDeliveries,
  listWebhooks,
  type DeliveryRow,
  type WebhookRow,
} from "../store/webhooks.ts";
import { addressProblem } from "./address.ts";
import { generateWebhookSecret, writeWebhookSecret } from "./sign.ts";

const mostWebhooks = 20;
const deliveriesShown = 200;

/** By which name the root key encrypts a webhook's secret, so that no other secret can be put in its place. */
export function webhookKeyName(id: string): string {
  return `webhook ${id}`;
}

/** Adds a webhook. Its secret is told this once. */
export async function addWebhook(
  gate: Gate,
  { url, events, language, plain }: WebhookRegistration,
  actor: LogActor,
): Promise<{ readonly webhook: WebhookView; readonly secret: string }> {
  const problem = addressProblem(url, plain);
  if (problem !== undefined) throw new ProblemError(`gate.problem.webhookUrl.${problem}`);
  const id = randomUUID();
  const secret = generateWebhookSecret();
  try {
    const row: WebhookRow = {
      id,
      url: new URL(url).href,
      events_json: JSON.stringify([...new Set(events)]),
      language,
      encrypted_secret: gate.keys.root.encrypt(webhookKeyName(id), secret),
      created_at: gate.clock().getTime(),
    };
    await gate.database.transaction().execute(async (database) => {
      if ((await listWebhooks(database)).length >= mostWebhooks) {
        throw new ProblemError("gate.problem.tooManyWebhooks", { limit: mostWebhooks });
      }
      await insertWebhook(database, row);
      await logWebhook(gate, database, actor, "added", row);
    });
    return { webhook: await viewWebhook(gate, row), secret: writeWebhookSecret(secret) };
  } finally {
    secret.fill(0);
  }
}

/** Removes a webhook, and what still waited for it. */
export async function removeWebhook(gate: Gate, id: string, actor: LogActor): Promise<void> {
  await gate.database.transaction().execute(async (database) => {
    const found = await demandWebhook(database, id);
    await deleteWebhook(database, id);
    await logWebhook(gate, database, actor, "removed", found);
  });
}

export async function viewWebhooks(gate: Gate): Promise<WebhookView[]> {
  const rows = await listWebhooks(gate.database);
  return Promise.all(rows.map((row) => viewWebhook(gate, row)));
}

/** What became of the notices to a webhook, the newest first. */
export async function viewDeliveries(gate: Gate, id: string): Promise<WebhookDelivery[]> {
  await demandWebhook(gate.database, id);
  return (await listDeliveries(gate.database, id, deliveriesShown)).map(viewDelivery);
}

/** Of the address only the host: the path of a webhook often is a secret. */
async function logWebhook(
  gate: Gate,
  database: Database,
  actor: LogActor,
  action: LogEntryOf<"webhook">["action"],
  { id, url, events_json }: WebhookRow,
): Promise<void> {
  const entry = { webhook: id, action, host: new URL(url).host, events: JSON.parse(events_json) as string[] };
  await appendEntry(gate, database, { kind: "webhook", actor, ...entry });
}

async function demandWebhook(database: Database, id: string): Promise<WebhookRow> {
  const found = await findWebhook(database, id);
  if (found === undefined) throw new ProblemError("gate.problem.webhookUnknown", { id });
  return found;
}

async function viewWebhook(gate: Gate, row: WebhookRow): Promise<WebhookView> {
  const [newest] = await listDeliveries(gate.database, row.id, 1);
  return {
    id: row.id,
    url: row.url,
    events: JSON.parse(row.events_json),
    language: row.language,
    createdAt: new Date(row.created_at).toISOString(),
    pending: await countPending(gate.database, row.id),
    newest:
      newest === undefined
        ? null
        : { at: new Date(newest.created_at).toISOString(), state: newest.state, problem: problemOf(newest) },
  };
}

function viewDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.message_id,
    event: row.event,
    number: row.request_number,
    at: new Date(row.created_at).toISOString(),
    state: row.state,
    attempts: row.attempts,
    nextAt: row.next_at === null ? null : new Date(row.next_at).toISOString(),
    deliveredAt: row.delivered_at === null ? null : new Date(row.delivered_at).toISOString(),
    status: row.status,
    problem: problemOf(row),
  };
}

function problemOf({ status, problem }: DeliveryRow): string | null {
  return problem === "status" ? `HTTP ${status}` : problem;
}
