import type { WebhookEvent } from "@sekisho/release";
import type { Insertable, Selectable } from "kysely";
import type { Database } from "./open.ts";
import type { DeliveryTable, NoticeTable, WebhookTable } from "./webhook-tables.ts";

export type WebhookRow = Selectable<WebhookTable>;
export type NoticeRow = Selectable<NoticeTable>;
export type DeliveryRow = Selectable<DeliveryTable>;

/** All webhooks, the oldest first. */
export async function listWebhooks(database: Database): Promise<readonly WebhookRow[]> {
  return database.selectFrom("webhooks").selectAll().orderBy("created_at").orderBy("id").execute();
}

export async function findWebhook(database: Database, id: string): Promise<WebhookRow | undefined> {
  return database.selectFrom("webhooks").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertWebhook(database: Database, webhook: WebhookRow): Promise<void> {
  await database.insertInto("webhooks").values(webhook).execute();
}

/** Forgets a webhook and its deliveries. False when there was none. */
export async function deleteWebhook(database: Database, id: string): Promise<boolean> {
  const result = await database.deleteFrom("webhooks").where("id", "=", id).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** What happened and was not yet made into deliveries, in its order. */
export async function listNotices(database: Database, limit: number): Promise<readonly NoticeRow[]> {
  return database.selectFrom("request_notices").selectAll().orderBy("id").limit(limit).execute();
}

export async function deleteNotice(database: Database, id: number): Promise<void> {
  await database.deleteFrom("request_notices").where("id", "=", id).execute();
}

export async function insertDelivery(database: Database, delivery: Insertable<DeliveryTable>): Promise<void> {
  await database.insertInto("webhook_deliveries").values(delivery).execute();
}

/** How many notices of strangers' requests a webhook was given since some moment. */
export async function countStrangers(
  database: Database,
  webhook: string,
  event: WebhookEvent,
  since: number,
): Promise<number> {
  const { count } = await database
    .selectFrom("webhook_deliveries")
    .select((column) => column.fn.countAll<number>().as("count"))
    .where("webhook_id", "=", webhook)
    .where("event", "=", event)
    .where("proven", "=", 0)
    .where("created_at", ">", since)
    .executeTakeFirstOrThrow();
  return count;
}

/** Deliveries whose time has come: of each webhook the oldest, as its receiver gets one at a time. */
export async function listDueDeliveries(database: Database, now: number): Promise<readonly DeliveryRow[]> {
  const due = await database
    .selectFrom("webhook_deliveries")
    .select(["webhook_id", (column) => column.fn.min("id").as("first")])
    .where("state", "=", "pending")
    .where("next_at", "<=", now)
    .groupBy("webhook_id")
    .execute();
  if (due.length === 0) return [];
  const firsts = due.map(({ first }) => first);
  return database.selectFrom("webhook_deliveries").selectAll().where("id", "in", firsts).execute();
}

export async function updateDelivery(
  database: Database,
  id: number,
  change: Partial<Omit<DeliveryRow, "id" | "webhook_id" | "message_id" | "payload">>,
): Promise<void> {
  await database.updateTable("webhook_deliveries").set(change).where("id", "=", id).execute();
}

/** The deliveries of a webhook, the newest first. */
export async function listDeliveries(
  database: Database,
  webhook: string,
  limit: number,
): Promise<readonly DeliveryRow[]> {
  return database
    .selectFrom("webhook_deliveries")
    .selectAll()
    .where("webhook_id", "=", webhook)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export async function countPending(database: Database, webhook: string): Promise<number> {
  const { count } = await database
    .selectFrom("webhook_deliveries")
    .select((column) => column.fn.countAll<number>().as("count"))
    .where("webhook_id", "=", webhook)
    .where("state", "=", "pending")
    .executeTakeFirstOrThrow();
  return count;
}

/** Keeps the newest deliveries of a webhook. */
export async function pruneDeliveries(database: Database, webhook: string, kept: number): Promise<void> {
  await database
    .deleteFrom("webhook_deliveries")
    .where("webhook_id", "=", webhook)
    .where("id", "<=", (inner) =>
      inner
        .selectFrom("webhook_deliveries")
        .select("id")
        .where("webhook_id", "=", webhook)
        .orderBy("id", "desc")
        .offset(kept)
        .limit(1),
    )
    .execute();
}
