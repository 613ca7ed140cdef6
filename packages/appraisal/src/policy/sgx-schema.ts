import { z } from "zod";
import { dcapDemands } from "./dcap-schema.ts";
import { bitNumberSchema, bitSchema, hex16Schema, hex32Schema, hex64Schema, oneOf } from "./formats.ts";

const u16 = z.int().min(0).max(0xffff);
const allowedBits = z.strictObject({ "allowed-bits": z.array(bitNumberSchema).max(64) });

const attributesSchema = z
  .strictObject({
    debug: bitSchema
      .optional()
      .describe("DEBUG (bit 1). Absent means false: no policy accepts a debug enclave unasked."),
    mode64: bitSchema.optional().describe("MODE64BIT (bit 2)."),
    "provision-key": bitSchema
      .optional()
      .describe("PROVISIONKEY (bit 4): the enclave may learn which platform it is on."),
    "einittoken-key": bitSchema.optional().describe("EINITTOKEN_KEY (bit 5): the enclave may admit others."),
    cet: bitSchema.optional().describe("CET (bit 6)."),
    kss: bitSchema.optional().describe("KSS (bit 7): key separation, and with it CONFIGID."),
    "aex-notify": bitSchema.optional().describe("AEXNOTIFY (bit 10)."),
    "unknown-bits": z
      .literal(false)
      .optional()
      .describe("false: bits that this version of Sekisho has no name for must be clear."),
  })
  .describe("Bits of the enclave's ATTRIBUTES (Intel SDM, volume 3D, table 36-3).");

/** What a policy demands of an SGX quote. Whatever is absent is not demanded, but for `roots` and `debug`. */
export const sgxPolicySchema = z
  .strictObject({
    ...dcapDemands,
    "mr-enclave": oneOf(hex32Schema).optional().describe("The enclave's measurement."),
    "mr-signer": oneOf(hex32Schema).optional().describe("The SHA-256 of the key that signed the enclave."),
    "isv-prod-id": oneOf(u16).optional(),
    "isv-svn": z.strictObject({ minimum: u16 }).optional(),
    attributes: attributesSchema.optional(),
    xfrm: allowedBits.optional().describe("Bits of XFRM (extended processor features) that may be set."),
    "misc-select": allowedBits.optional().describe("Bits of MISCSELECT that may be set. An empty list: none."),
    "report-data": oneOf(hex64Schema).optional(),
    "config-id": oneOf(hex64Schema).optional().describe("CONFIGID, which whoever starts the enclave chooses."),
    "config-svn": z.strictObject({ minimum: u16 }).optional(),
    "isv-ext-prod-id": oneOf(hex16Schema).optional(),
    "isv-family-id": oneOf(hex16Schema).optional(),
  })
  .describe("What is demanded of an Intel SGX quote.");

export type SgxPolicy = z.infer<typeof sgxPolicySchema>;
