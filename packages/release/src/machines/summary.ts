import { machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { requestViewSchema } from "../administration.ts";
import { machineTechnologies } from "../machine.ts";

/** One machine as a list of ten thousand shows it: without its known boots, and with what its newest request came to. */
export const machineSummarySchema = z.strictObject({
  id: machineIdSchema,
  name: z.string(),
  technology: z.enum(machineTechnologies),
  /** Where it runs, as its owner calls it; null where `machine.json` does not say. */
  cloud: z.string().nullable(),
  bootKind: z.enum(["direct", "grub", "uki"]),
  releaseMode: z.string(),
  holdsKey: z.boolean(),
  /** Whether it has a policy of its own; else the strict default judges it. */
  ownPolicy: z.boolean(),
  updatedAt: z.iso.datetime(),
  /** Requests of which evidence was accepted. */
  boots: z.int().nonnegative(),
  /** Its newest request; `proven` unless anybody could have sent it. Null before the first. */
  newest: z
    .strictObject({
      number: z.int().positive(),
      state: requestViewSchema.shape.state,
      at: z.iso.datetime(),
      proven: z.boolean(),
      verdict: z.enum(["accepted", "rejected"]).nullable(),
    })
    .nullable(),
});
export type MachineSummary = z.infer<typeof machineSummarySchema>;

/** `GET /v1/admin/machine-summaries`: all machines by name, in one answer. */
export const machineSummaryListSchema = z.strictObject({ machines: z.array(machineSummarySchema) });

/** `PUT /v1/admin/machines/:id/policy`: another policy in the place of the one that the person saw. */
export const policyChangeSchema = z.strictObject({
  /** YAML; null: the strict default. */
  policy: z.string().max(65_536).nullable(),
  /** SHA-256 over the UTF-8 text of the policy that is to be replaced; null: it is the strict default. */
  expected: sha256Schema.nullable(),
});
export type PolicyChange = z.infer<typeof policyChangeSchema>;
