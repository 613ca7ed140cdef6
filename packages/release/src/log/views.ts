import { machineIdSchema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { logEntrySchema, type LogEntryKind } from "./entry.ts";

/** An entry with its place in the log. */
export const logEntryViewSchema = z.strictObject({ index: z.int().nonnegative(), entry: logEntrySchema });
export type LogEntryView = z.infer<typeof logEntryViewSchema>;

/** `GET /v1/admin/log/entries`: the newest first; `before` an index for the page after it. */
export const logFilterSchema = z.strictObject({
  kind: z
    .enum(logEntrySchema.options.map(({ shape }) => shape.kind.value) as [LogEntryKind, ...LogEntryKind[]])
    .optional(),
  machine: machineIdSchema.optional(),
  before: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What it answers; `size`: how many entries the log has. */
export const logPageSchema = z.strictObject({ size: z.int().nonnegative(), entries: z.array(logEntryViewSchema) });
export type LogPage = z.infer<typeof logPageSchema>;

/**
 * `GET /v1/admin/audit`: one JSON object a line, in the order of the log; `after` the index of the last one that is known, `limit`
 * how many at most.
 */
export const auditQuerySchema = z.strictObject({
  after: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().positive().optional(),
});
