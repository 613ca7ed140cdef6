import type { Gate } from "../requests/gate.ts";
import { findWebhook, listDueDeliveries, updateDelivery, type DeliveryRow } from "../store/webhooks.ts";
import { webhookKeyName } from "./manage.ts";
import { sendNotice, type Attempt } from "./send.ts";
import { signedHeaders } from "./sign.ts";

/** How many seconds after a failed attempt the next one follows; after the last, the delivery has failed. */
export const retryDelays = [5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 86_400] as const;

/** Gone: the receiver says that it does not want to be called again. */
const gone = 410;

/**
 * Sends what is due, to each webhook one notice. Returns once all have answered, or were given up for now.
 *
 * @returns whether there was anything
 */
export async function deliverDue(gate: Gate): Promise<boolean> {
  const due = await listDueDeliveries(gate.database, gate.clock().getTime());
  await Promise.all(due.map((delivery) => deliver(gate, delivery)));
  return due.length > 0;
}

async function deliver(gate: Gate, delivery: DeliveryRow): Promise<void> {
  const webhook = await findWebhook(gate.database, delivery.webhook_id);
  if (webhook === undefined) return;
  const { message_id: id, payload } = delivery;
  const secret = gate.keys.root.decrypt(webhookKeyName(webhook.id), webhook.encrypted_secret);
  if (secret === undefined) throw new Error(`the secret of webhook ${webhook.id} can't be decrypted`);
  try {
    const headers = signedHeaders({ id, timestamp: gate.clock(), payload, secret });
    await record(gate, delivery, await sendNotice(new URL(webhook.url), headers, payload));
  } finally {
    secret.fill(0);
  }
}

async function record(gate: Gate, delivery: DeliveryRow, { status, problem }: Attempt): Promise<void> {
  const now = gate.clock().getTime();
  const attempts = delivery.attempts + 1;
  const common = { attempts, status, problem };
  if (problem === null) {
    const change = { ...common, state: "delivered", next_at: null, delivered_at: now } as const;
    return updateDelivery(gate.database, delivery.id, change);
  }
  const delay = status === gone ? undefined : retryDelays[delivery.attempts];
  const change =
    delay === undefined
      ? ({ ...common, state: "failed", next_at: null } as const)
      : ({ ...common, next_at: now + delay * 1000 } as const);
  return updateDelivery(gate.database, delivery.id, change);
}
