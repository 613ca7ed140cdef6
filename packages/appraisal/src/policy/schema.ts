import { z } from "zod";
import { approvalPolicySchema } from "./approval-schema.ts";
import { textSchema } from "./formats.ts";
import { measuredBootPolicySchema } from "./measured-boot-schema.ts";
import { sevPolicySchema } from "./sev-schema.ts";
import { sevSnpPolicySchema } from "./sev-snp-schema.ts";
import { sgxPolicySchema } from "./sgx-schema.ts";
import { tdxPolicySchema } from "./tdx-schema.ts";

/**
 * A policy: what a tenant demands of evidence, and of people, before a key is released. Strict everywhere, so that a misspelt demand is
 * an error and never a demand that nobody checks.
 */
export const policySchema = z
  .strictObject({
    version: z.literal(1),
    name: textSchema.optional().describe("For people; it stands in the verdict."),
    "sev-snp": sevSnpPolicySchema.optional(),
    sev: sevPolicySchema.optional(),
    tdx: tdxPolicySchema.optional(),
    sgx: sgxPolicySchema.optional(),
    "measured-boot": measuredBootPolicySchema.optional(),
    approval: approvalPolicySchema.optional(),
  })
  .describe("Sekisho policy");

export type Policy = z.infer<typeof policySchema>;

/** The JSON Schema (draft 2020-12) of a policy, for editors. */
export function policyJsonSchema(): Readonly<Record<string, unknown>> {
  return { title: "Sekisho policy", ...z.toJSONSchema(policySchema) };
}
