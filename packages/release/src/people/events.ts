import { z } from "zod";

/**
 * `GET /v1/admin/events` (text/event-stream): that something changed, and what; the reader asks for it anew. After `resync` everything must be asked for
 * anew, as the gate does not remember what came after the reader's `Last-Event-ID`.
 */
export const gateEventNames = ["request", "machine", "account", "log", "resync"] as const;
export type GateEventName = (typeof gateEventNames)[number];

/** The data of an event: a request by identifier and number, a machine or account by identifier, a log entry by its index. */
export const gateEventDataSchema = z.strictObject({
  id: z.string().nullable(),
  number: z.int().positive().optional(),
});
export type GateEventData = z.infer<typeof gateEventDataSchema>;
