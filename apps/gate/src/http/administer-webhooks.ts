import {
  newWebhookSchema,
  webhookDeliveryListSchema,
  webhookListSchema,
  webhookRegistrationSchema,
} from "@sekisho/release";
import { z } from "zod";
import { logActor } from "../people/log-entries.ts";
import type { Gate } from "../requests/gate.ts";
import { addWebhook, removeWebhook, viewDeliveries, viewWebhooks } from "../webhooks/manage.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

const byId = z.strictObject({ id: z.uuid() });
const security = [{ administrator: [] }];
const path = "/v1/admin/webhooks";

/** Webhooks: who is told of waiting requests, releases and refusals. */
export function administerWebhooks(routes: Routes, gate: Gate): void {
  routes.get(
    path,
    {
      ...forRole("administrator"),
      schema: { summary: "All webhooks", security, response: { 200: webhookListSchema } },
    },
    async () => ({ webhooks: await viewWebhooks(gate) }),
  );

  routes.post(
    path,
    {
      ...forRole("administrator"),
      schema: {
        summary: "Add a webhook; its secret is told this once",
        security,
        body: webhookRegistrationSchema,
        response: { 201: newWebhookSchema },
      },
    },
    async ({ body, actor }, reply) => reply.status(201).send(await addWebhook(gate, body, logActor(actor))),
  );

  routes.delete(
    `${path}/:id`,
    {
      ...forRole("administrator"),
      schema: { summary: "Remove a webhook", security, params: byId, response: { 204: z.null() } },
    },
    async ({ params, actor }, reply) => {
      await removeWebhook(gate, params.id, logActor(actor));
      return reply.status(204).send(null);
    },
  );

  routes.get(
    `${path}/:id/deliveries`,
    {
      ...forRole("administrator"),
      schema: {
        summary: "What became of the notices to a webhook, the newest first",
        security,
        params: byId,
        response: { 200: webhookDeliveryListSchema },
      },
    },
    async ({ params }) => ({ deliveries: await viewDeliveries(gate, params.id) }),
  );
}
