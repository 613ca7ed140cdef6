import { z } from "zod";
import { dcapDemands } from "./dcap-schema.ts";
import { bitNumberSchema, bitSchema, hex16Schema, hex48Schema, hex64Schema, oneOf } from "./formats.ts";

const attributesSchema = z
  .strictObject({
    debug: bitSchema
      .optional()
      .describe("Bits 0 to 7 (TUD), DEBUG among them. Absent means false: no policy accepts a debug TD unasked."),
    lass: bitSchema.optional().describe("LASS (bit 27)."),
    "sept-ve-disable": bitSchema
      .optional()
      .describe("SEPT_VE_DISABLE (bit 28): a page that the host takes away ends the TD, and never surprises it."),
    migratable: bitSchema.optional().describe("MIGRATABLE (bit 29): a migration TD may move the TD elsewhere."),
    pks: bitSchema.optional().describe("PKS (bit 30): the TD may use supervisor protection keys."),
    kl: bitSchema.optional().describe("KL (bit 31): the TD may use Key Locker."),
    perfmon: bitSchema.optional().describe("PERFMON (bit 63): the TD may use performance counters."),
    "unknown-bits": z
      .literal(false)
      .optional()
      .describe("false: bits that this version of Sekisho has no name for must be clear."),
  })
  .describe("Bits of TDATTRIBUTES (TDX module 1.5 ABI, table 3.10), under which the TD was made.");

const rtmrSchema = z.union([z.literal(["known-boots", "zero"]), oneOf(hex48Schema)]);

const rtmrsSchema = z
  .strictObject({
    "0": rtmrSchema.optional().describe("Firmware: its configuration, variables, Secure Boot."),
    "1": rtmrSchema.optional().describe("What the firmware starts: boot loader, or kernel with the EFI stub."),
    "2": rtmrSchema.optional().describe("What that loads: kernel, initrd, command line."),
    "3": rtmrSchema.optional().describe("Left to the operating system; zero until Sekisho's initrd is left."),
  })
  .describe("Run-time measurement registers: one of these values, that of a known boot, or never extended.");

/** What a policy demands of a TDX quote. Whatever is absent is not demanded, but for `roots` and `debug`. */
export const tdxPolicySchema = z
  .strictObject({
    ...dcapDemands,
    "mr-td": z
      .union([z.literal("reference-values"), oneOf(hex48Schema)])
      .optional()
      .describe("The launch digest: one of these, or that of one of the machine's known launches."),
    rtmrs: rtmrsSchema.optional(),
    attributes: attributesSchema.optional(),
    xfam: z
      .strictObject({ "allowed-bits": oneOf(bitNumberSchema) })
      .optional()
      .describe("Bits of XFAM (extended processor features) that may be set."),
    "tee-tcb-svn": z
      .strictObject({ minimum: hex16Schema })
      .optional()
      .describe("The lowest TEE_TCB_SVN, byte by byte: the TDX module's minor and major version first."),
    "report-data": oneOf(hex64Schema).optional(),
    "mr-config-id": oneOf(hex48Schema).optional(),
    "mr-owner": oneOf(hex48Schema).optional(),
    "mr-owner-config": oneOf(hex48Schema).optional(),
    "mr-seam": oneOf(hex48Schema).optional().describe("The measurement of the TDX module."),
    "mr-signer-seam": oneOf(hex48Schema).optional().describe("The signer of the TDX module; zeros stand for Intel."),
    "mr-service-td": oneOf(hex48Schema)
      .optional()
      .describe("The service TDs that are bound to the TD; only quotes of TDX 1.5 show them."),
  })
  .describe("What is demanded of an Intel TDX quote.");

export type TdxPolicy = z.infer<typeof tdxPolicySchema>;
export type RtmrDemand = z.infer<typeof rtmrSchema>;
