import { gateIdentitySchema, machineSchema } from "@sekisho/release";
import { z } from "zod";

/**
 * `GET /configuration.json`: who serves this page.
 *
 * `gate`: the gate itself; the page protects against leaks, not against a changed gate. `own-device`: `sekisho console`, which gives the
 * person's own files, and evidence is judged by these alone.
 */
export const configurationSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("gate") }),
  z.strictObject({
    kind: z.literal("own-device"),
    machines: z.array(machineSchema),
    /** YAML by the machine's identifier; a machine without one is judged by the built-in policy. */
    policies: z.record(z.string(), z.string()),
    /** The gate's keys, as the person's own file has them; null where none of the machines names any. */
    gate: gateIdentitySchema.nullable(),
  }),
]);
export type Configuration = z.infer<typeof configurationSchema>;
/** A device's own files. */
export type OwnDevice = Extract<Configuration, { kind: "own-device" }>;
