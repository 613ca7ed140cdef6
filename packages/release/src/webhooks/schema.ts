import { z } from "zod";

/** What a webhook can be told of. */
export const webhookEvents = ["request.waiting", "request.released", "request.refused", "request.denied"] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** `POST /v1/admin/webhooks` */
export const webhookRegistrationSchema = z.strictObject({
  /** https; or http on this very machine (127.0.0.1, [::1], localhost), or anywhere with `plain`. */
  url: z.string().max(2048),
  /** Absent: all. */
  events: z
    .array(z.enum(webhookEvents))
    .min(1)
    .max(webhookEvents.length)
    .default([...webhookEvents]),
  /** The language of the sentence in `text`. */
  language: z.enum(["en", "ja"]).default("en"),
  /** Allows http to another machine. Everybody on the way can then read what is sent. */
  plain: z.boolean().default(false),
});
export type WebhookRegistration = z.infer<typeof webhookRegistrationSchema>;

export const webhookViewSchema = z.strictObject({
  id: z.uuid(),
  url: z.string(),
  events: z.array(z.enum(webhookEvents)),
  language: z.enum(["en", "ja"]),
  createdAt: z.iso.datetime(),
  /** Notices that wait to be delivered. */
  pending: z.int().nonnegative(),
  newest: z
    .strictObject({
      at: z.iso.datetime(),
      state: z.enum(["pending", "delivered", "failed"]),
      problem: z.string().nullable(),
    })
    .nullable(),
});
export type WebhookView = z.infer<typeof webhookViewSchema>;
export const webhookListSchema = z.strictObject({ webhooks: z.array(webhookViewSchema) });

/** What `POST /v1/admin/webhooks` answers. The secret is shown this once. */
export const newWebhookSchema = z.strictObject({
  webhook: webhookViewSchema,
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  secret: z.string(),
});

/** One notice and how its delivery went. */
export const webhookDeliverySchema = z.strictObject({
  /** The header `webhook-id`: the same for every attempt. */
  id: z.string(),
  event: z.enum(webhookEvents),
  number: z.int().positive(),
  at: z.iso.datetime(),
  state: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int().nonnegative(),
  /** The next attempt, while it is pending. */
  nextAt: z.iso.datetime().nullable(),
  deliveredAt: z.iso.datetime().nullable(),
  /** The status that the last attempt was answered with. */
  status: z.int().nullable(),
  /** Why the last attempt failed ("ECONNREFUSED", "timeout"). */
  problem: z.string().nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;
/** `GET /v1/admin/webhooks/:id/deliveries`: the newest first. */
export const webhookDeliveryListSchema = z.strictObject({ deliveries: z.array(webhookDeliverySchema) });

/** The body of a notice, as its receiver gets it. */
export const webhookPayloadSchema = z.strictObject({
  type: z.enum(webhookEvents),
  timestamp: z.iso.datetime(),
  /** One sentence for people; Slack, Mattermost and others show it as it is. */
  text: z.string(),
  data: z.strictObject({
    request: z.uuid(),
    number: z.int().positive(),
    machineId: z.string(),
    machineName: z.string(),
    technology: z.string(),
    releaseMode: z.string().nullable(),
    state: z.string(),
    /** Why it was refused or denied, as a message's identifier; null otherwise. */
    reason: z.string().nullable(),
    /** The checks that refused it. */
    checks: z.array(z.string()),
    /** Where a person decides, where the gate serves people. */
    url: z.string().nullable(),
  }),
});
export type WebhookPayload = z.infer<typeof webhookPayloadSchema>;
