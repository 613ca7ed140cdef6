import { Readable } from "node:stream";
import {
  auditQuerySchema,
  logFilterSchema,
  logPageSchema,
  receiptQuerySchema,
  receiptSchema,
} from "@sekisho/release/log";
import { z } from "zod";
import { auditLines, listLog } from "../receipts/audit.ts";
import { makeReceipt } from "../receipts/make-receipt.ts";
import type { Gate } from "../requests/gate.ts";
import { demandRequest, requestByIdSchema } from "./request-by-id.ts";
import { forRole } from "./roles.ts";
import type { Routes } from "./serve-guests.ts";

const security = [{ administrator: [] }];

/** Receipts, and what the log tells. */
export function administerLog(routes: Routes, gate: Gate): void {
  routes.get(
    "/v1/admin/requests/:id/receipt",
    {
      ...forRole("viewer"),
      schema: {
        summary: "The receipt of a release, to be verified without the gate",
        security,
        params: requestByIdSchema,
        querystring: receiptQuerySchema,
        response: { 200: receiptSchema },
      },
    },
    async ({ params, query }) => makeReceipt(gate, await demandRequest(gate, params.id), query.since),
  );

  routes.get(
    "/v1/admin/log/entries",
    {
      ...forRole("viewer"),
      schema: {
        summary: "Entries of the log, the newest first",
        security,
        querystring: logFilterSchema,
        response: { 200: logPageSchema },
      },
    },
    ({ query }) => listLog(gate, query),
  );

  routes.get(
    "/v1/admin/audit",
    {
      ...forRole("viewer"),
      schema: {
        summary: "Everything that the log tells, one JSON object a line, in its order",
        security,
        querystring: auditQuerySchema,
        response: { 200: z.any() },
      },
    },
    ({ query }, reply) => {
      const lines = Readable.from(auditLines(gate, query));
      return reply.type("application/x-ndjson; charset=utf-8").header("cache-control", "no-store").send(lines);
    },
  );
}
