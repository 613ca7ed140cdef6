import { z } from "zod";
import { digestSchema, hex32Schema, oneOf } from "./formats.ts";

const pcrSchema = z.int().min(0).max(15);

const ruleSchema = z
  .strictObject({
    digests: oneOf(digestSchema)
      .optional()
      .describe("What the register may be extended with: SHA-256 of a PCR, SHA-384 of an RTMR."),
    patterns: oneOf(z.string().min(1, "not-empty").max(8192))
      .optional()
      .describe(
        "What the measured text may be: {machine} is the machine's identifier, {*} any word without white space.",
      ),
  })
  .describe("Where a known boot has an event of this kind, one of these will do as well.");

/** Programs that firmware or shim start, and measure into PCR 4. */
const programRuleSchema = ruleSchema
  .extend({
    signers: oneOf(hex32Schema)
      .optional()
      .describe(
        "Any program in PCR 4 will do if Secure Boot was on and every certificate that vouched is one of these: SHA-256 of its DER.",
      ),
  })
  .describe("Where a known boot has an event of this kind, one of these will do as well.");
/** The widest of the rules; `signers` stands with programs only. */
export type ComponentRule = z.infer<typeof programRuleSchema>;

const componentsSchema = z.strictObject({
  shim: programRuleSchema.optional(),
  "boot-loader": programRuleSchema.optional(),
  "grub-command": ruleSchema.optional(),
  "grub-file": ruleSchema.optional(),
  kernel: programRuleSchema.optional(),
  initrd: ruleSchema.optional(),
  "command-line": ruleSchema.optional(),
  "uki-section": ruleSchema.optional(),
});
/** Kinds of components for which a policy may say more than the known boots do. */
export type RuledComponent = keyof z.infer<typeof componentsSchema>;

/** What a policy demands of a boot that a TPM recorded. An absent section demands its defaults, not nothing. */
export const measuredBootPolicySchema = z
  .strictObject({
    providers: oneOf(z.enum(["svsm", "azure-hcl", "google", "device"]))
      .optional()
      .describe("Who may hold the TPM. Absent: svsm and azure-hcl, and whoever the machine expects."),
    pcrs: z
      .array(pcrSchema)
      .max(16)
      .optional()
      .describe("PCRs that a known boot must speak for. Absent: 0–9 and 11–14. An empty list: none, any boot will do."),
    "secure-boot": z
      .enum(["required", "any"])
      .optional()
      .describe("required: the firmware must have measured SecureBoot as on. Absent: any, as the known boots have it."),
    "unmeasured-svsm": z
      .enum(["warn", "refuse"])
      .optional()
      .describe(
        "A vTPM of an SVSM that the launch digest is not known to cover. Absent: refuse, or warn where roots.additional names a lab.",
      ),
    components: componentsSchema.optional().describe("What is accepted besides the known boots, by kind of component."),
  })
  .describe("What is demanded of a boot that a TPM recorded.");

export type MeasuredBootPolicy = z.infer<typeof measuredBootPolicySchema>;
