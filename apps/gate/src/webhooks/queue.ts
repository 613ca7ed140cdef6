import { randomUUID } from "node:crypto";
import type { Gate } from "../requests/gate.ts";
import { findMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { findRequestByNumber } from "../store/requests.ts";
import {
  countStrangers,
  deleteNotice,
  insertDelivery,
  listNotices,
  listWebhooks,
  pruneDeliveries,
  type NoticeRow,
  type WebhookRow,
} from "../store/webhooks.ts";
import { payloadOf } from "./payload.ts";

/** How many notices become deliveries in one transaction. */
const batch = 50;
/** Of how many deliveries the list of a webhook tells. */
const deliveriesKept = 500;
/** How many refusals of strangers, which anybody can cause, a webhook is told of in an hour. */
const strangersPerHour = 20;
const hour = 3_600_000;

/**
 * Makes what happened into deliveries, one for each webhook that wants to know. A notice and its deliveries change places in one
 * transaction, so a gate that stops in between neither loses nor repeats one.
 *
 * @param origin where the gate serves people; null where it does not
 * @returns whether there may be more
 */
export async function queueNotices({ database, clock }: Gate, origin: string | null): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const notices = await listNotices(transaction, batch);
    if (notices.length === 0) return false;
    const webhooks = await listWebhooks(transaction);
    for (const notice of notices) {
      await queueNotice(transaction, notice, webhooks, origin, clock());
      await deleteNotice(transaction, notice.id);
    }
    for (const { id } of webhooks) await pruneDeliveries(transaction, id, deliveriesKept);
    return notices.length === batch;
  });
}

async function queueNotice(
  database: Database,
  notice: NoticeRow,
  webhooks: readonly WebhookRow[],
  origin: string | null,
  now: Date,
): Promise<void> {
  const { event, request_number, proven } = notice;
  const request = await findRequestByNumber(database, request_number);
  // Of machines that are not registered here, nobody wants to hear.
  const machine = request === undefined ? undefined : await findMachine(database, request.machine_id);
  if (request === undefined || machine === undefined) return;
  for (const webhook of webhooks) {
    const wanted: unknown[] = JSON.parse(webhook.events_json);
    if (!wanted.includes(event)) continue;
    if (proven === 0) {
      const since = now.getTime() - hour;
      if ((await countStrangers(database, webhook.id, event, since)) >= strangersPerHour) continue;
    }
    const payload = payloadOf({ event, at: new Date(notice.at), request, machine, origin }, webhook.language);
    await insertDelivery(database, {
      webhook_id: webhook.id,
      message_id: `msg_${randomUUID()}`,
      event,
      request_number,
      proven,
      payload: JSON.stringify(payload),
      created_at: now.getTime(),
      state: "pending",
      attempts: 0,
      next_at: now.getTime(),
      delivered_at: null,
      status: null,
      problem: null,
    });
  }
}
