import { z } from "zod";
import { hex32Schema, oneOf } from "./formats.ts";

/** Kinds of components for which a policy may say more than the known boots do. */
export const ruledComponents = [
  "shim",
  "boot-loader",
  "grub-command",
  "grub-file",
  "kernel",
  "initrd",
  "command-line",
  "uki-section",
] as const;
export type RuledComponent = (typeof ruledComponents)[number];

const pcrSchema = z.int().min(0).max(15);

const ruleSchema = z
  .strictObject({
    digests: oneOf(hex32Schema).optional().describe("What the PCR may be extended with, SHA-256."),
    patterns: oneOf(z.string().min(1, "not-empty").max(8192))
      .optional()
      .describe(
        "What the measured text may be: {machine} is the machine's identifier, {*} any word without white space.",
      ),
  })
  .describe("Where a known boot has an event of this kind, one of these will do as well.");
export type ComponentRule = z.infer<typeof ruleSchema>;

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
    components: z
      .partialRecord(z.enum(ruledComponents), ruleSchema)
      .optional()
      .describe("What is accepted besides the known boots, by kind of component."),
  })
  .describe("What is demanded of a boot that a TPM recorded.");

export type MeasuredBootPolicy = z.infer<typeof measuredBootPolicySchema>;
