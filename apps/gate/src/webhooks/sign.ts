import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

/** A fresh secret of 256 bits. */
export function generateWebhookSecret(): Buffer {
  return randomBytes(32);
}

/** As people copy it into their receiver: `whsec_` and base64. */
export function writeWebhookSecret(secret: Uint8Array): string {
  return prefix + Buffer.from(secret).toString("base64");
}

/** What is signed, and by which secret. */
export type Notice = {
  readonly id: string;
  readonly timestamp: Date;
  readonly payload: string;
  readonly secret: Uint8Array;
};

/**
 * The headers of Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.payload`, the timestamp in seconds. A receiver refuses
 * what is older than some minutes, and an identifier that it has seen.
 */
export function signedHeaders({ id, timestamp, payload, secret }: Notice): Readonly<Record<string, string>> {
  const seconds = `${Math.floor(timestamp.getTime() / 1000)}`;
  const signature = createHmac("sha256", secret).update(`${id}.${seconds}.${payload}`, "utf8").digest("base64");
  return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": `v1,${signature}` };
}
