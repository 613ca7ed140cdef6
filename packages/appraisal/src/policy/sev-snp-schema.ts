import { z } from "zod";
import {
  abiVersionSchema,
  bitNumberSchema,
  bitSchema,
  chipIdSchema,
  firmwareVersionSchema,
  hex16Schema,
  hex32Schema,
  hex48Schema,
  hex64Schema,
  oneOf,
  textSchema,
} from "./formats.ts";
import { tcbDemandSchema } from "./tcb-schema.ts";

/** As {@link bitSchema}; `if-reported` is `true` that lets a report pass whose version can't show the bit. */
const reportedBit = z.union([z.boolean(), z.literal(["any", "if-reported"])]);

const rootsSchema = z
  .strictObject({
    vendor: z
      .array(z.enum(["ARK-Milan", "ARK-Genoa", "ARK-Turin"]))
      .optional()
      .describe("Which of AMD's pinned root keys are accepted. Absent: all of them. An empty list: none."),
    additional: z
      .array(hex32Schema)
      .optional()
      .describe("Root keys that are accepted besides, by the SHA-256 of their SubjectPublicKeyInfo: a lab's."),
  })
  .describe("Root keys to which the certificates must lead.");

const guestPolicySchema = z
  .strictObject({
    debug: bitSchema
      .optional()
      .describe("DEBUG (bit 19). Absent means false: no policy accepts a debug guest unasked."),
    migration: bitSchema.optional().describe("MIGRATE_MA (bit 18): a migration agent may move the guest."),
    smt: bitSchema.optional().describe("SMT (bit 16): the guest may run where SMT is on."),
    "single-socket": bitSchema
      .optional()
      .describe("SINGLE_SOCKET (bit 20): the guest may be activated on one socket only."),
    cxl: bitSchema.optional().describe("CXL_ALLOW (bit 21): CXL may be populated with devices or memory."),
    "mem-aes-256-xts": bitSchema
      .optional()
      .describe("MEM_AES_256_XTS (bit 22): memory must be encrypted with AES-256-XTS."),
    "rapl-disabled": bitSchema.optional().describe("RAPL_DIS (bit 23): power metering must be off."),
    "ciphertext-hiding": bitSchema
      .optional()
      .describe("CIPHERTEXT_HIDING_DRAM (bit 24): the host must not read ciphertext."),
    "page-swap-disabled": bitSchema
      .optional()
      .describe("PAGE_SWAP_DISABLE (bit 25): pages must not be moved or swapped."),
    "unknown-bits": z
      .literal(false)
      .optional()
      .describe("false: bits 26 to 63, which this version of Sekisho has no name for, must be clear."),
    abi: z
      .strictObject({ minimum: abiVersionSchema })
      .optional()
      .describe("The oldest ABI version that the guest policy may allow its host's firmware to have."),
  })
  .describe("Bits of the guest policy (SEV-SNP ABI 1.58, table 9), under which the guest was launched.");

const platformSchema = z
  .strictObject({
    smt: reportedBit.optional().describe("SMT_EN (bit 0)."),
    tsme: reportedBit.optional().describe("TSME_EN (bit 1)."),
    ecc: reportedBit.optional().describe("ECC_EN (bit 2)."),
    "rapl-disabled": reportedBit.optional().describe("RAPL_DIS (bit 3)."),
    "ciphertext-hiding": reportedBit.optional().describe("CIPHERTEXT_HIDING_DRAM_EN (bit 4)."),
    "alias-check-complete": reportedBit
      .optional()
      .describe("ALIAS_CHECK_COMPLETE (bit 5): the firmware found no aliased memory (BadRAM, CVE-2024-21944)."),
  })
  .describe("Bits of PLATFORM_INFO: how the host is set up.");

const firmwareSchema = z
  .strictObject({
    current: z.strictObject({ minimum: firmwareVersionSchema }).optional().describe("The firmware that runs now."),
    committed: z
      .strictObject({ minimum: firmwareVersionSchema })
      .optional()
      .describe("The firmware below which the host can't go back."),
    provisional: z
      .literal(false)
      .optional()
      .describe("false: firmware that is not committed yet is refused, because the host could still go back."),
  })
  .describe("Versions of the SEV firmware: major, minor, build.");

const mitigationBits = oneOf(bitNumberSchema);

/** What a policy demands of an SEV-SNP report. Whatever is absent is not demanded, but for `roots` and `debug`. */
export const sevSnpPolicySchema = z
  .strictObject({
    roots: rootsSchema.optional(),
    products: oneOf(z.enum(["Milan", "Genoa", "Turin"]))
      .optional()
      .describe("Product lines that are accepted. Bergamo and Siena belong to Genoa."),
    milan: z
      .enum(["warn", "refuse"])
      .optional()
      .describe("Milan's signing keys can be extracted by software (arXiv 2605.12990). Absent: warn."),
    "weak-firmware": z
      .enum(["warn", "refuse"])
      .optional()
      .describe("A guest firmware that is known to do less than its launch digest promises. Absent: warn."),
    signer: z
      .strictObject({
        key: oneOf(z.enum(["vcek", "vlek"])).optional(),
        "csp-id": oneOf(textSchema)
          .optional()
          .describe("The cloud provider that a VLEK certificate names, like cc-us-east-2.amazonaws.com."),
      })
      .optional()
      .describe("Which kind of key may sign: the chip's (vcek) or the one loaded for a cloud provider (vlek)."),
    crl: z
      .enum(["required", "if-given"])
      .optional()
      .describe("Whether a current revocation list must be there. Absent: if-given."),
    "chip-ids": oneOf(chipIdSchema).optional().describe("The processors that are accepted, by CHIP_ID."),
    "report-version": z.strictObject({ minimum: z.int().min(2).max(255) }).optional(),
    vmpl: z
      .strictObject({ maximum: z.int().min(0).max(3) })
      .optional()
      .describe("The least privileged VMPL that may have asked for the report. The host's request is always refused."),
    "guest-policy": guestPolicySchema.optional(),
    "guest-svn": z.strictObject({ minimum: z.int().min(0).max(0xffff_ffff) }).optional(),
    measurement: z
      .union([z.literal("reference-values"), oneOf(hex48Schema)])
      .optional()
      .describe("The launch digest: one of these, or one of the machine's reference values."),
    "host-data": oneOf(hex32Schema).optional(),
    "report-data": oneOf(hex64Schema).optional(),
    "family-id": oneOf(hex16Schema).optional(),
    "image-id": oneOf(hex16Schema).optional(),
    "id-key-digest": oneOf(hex48Schema).optional(),
    "author-key-digest": oneOf(hex48Schema).optional(),
    platform: platformSchema.optional(),
    tcb: z
      .strictObject({
        reported: tcbDemandSchema.optional(),
        current: tcbDemandSchema.optional(),
        committed: tcbDemandSchema.optional(),
        launch: tcbDemandSchema.optional(),
      })
      .optional()
      .describe("Floors of the security versions of the platform's firmware."),
    firmware: firmwareSchema.optional(),
    mitigations: z
      .strictObject({ launch: mitigationBits.optional(), current: mitigationBits.optional() })
      .optional()
      .describe("Bits that must be set in the mitigation vectors (reports of version 5)."),
  })
  .describe("What is demanded of an AMD SEV-SNP report.");

export type SevSnpPolicy = z.infer<typeof sevSnpPolicySchema>;
export type BitDemand = z.infer<typeof reportedBit>;
