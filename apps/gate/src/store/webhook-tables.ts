import type { WebhookEvent } from "@sekisho/release";
import type { Generated } from "kysely";

/** Times are milliseconds since 1970 (UTC). */

export type WebhookTable = {
  id: string;
  url: string;
  events_json: string;
  language: "en" | "ja";
  /** Encrypted with the root key. */
  encrypted_secret: Uint8Array;
  created_at: number;
};

/** Something happened to a request; triggers write it. Made into deliveries, and forgotten, within a second. */
export type NoticeTable = {
  id: Generated<number>;
  request_number: number;
  event: WebhookEvent;
  proven: 0 | 1;
  at: number;
};

export type DeliveryTable = {
  id: Generated<number>;
  webhook_id: string;
  /** The header `webhook-id`: the same in every attempt. */
  message_id: string;
  event: WebhookEvent;
  request_number: number;
  proven: 0 | 1;
  /** The body, as it is signed and sent. */
  payload: string;
  created_at: number;
  state: "pending" | "delivered" | "failed";
  attempts: number;
  next_at: number | null;
  delivered_at: number | null;
  status: number | null;
  problem: string | null;
};
