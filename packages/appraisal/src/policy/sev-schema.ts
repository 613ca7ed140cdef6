import { z } from "zod";
import { abiVersionSchema, bitSchema, firmwareVersionSchema, hex32Schema, oneOf } from "./formats.ts";

const rootsSchema = z
  .strictObject({
    vendor: z
      .array(z.enum(["ARK-Naples", "ARK-Rome", "ARK-Milan", "ARK-Genoa", "ARK-Turin"]))
      .optional()
      .describe("Which of AMD's pinned root keys are accepted. Absent: all of them. An empty list: none."),
    additional: z
      .array(hex32Schema)
      .optional()
      .describe("Root keys that are accepted besides, by the SHA-256 of their SubjectPublicKeyInfo: a lab's."),
  })
  .describe("Root keys to which the platform's certificates must lead.");

const guestPolicySchema = z
  .strictObject({
    debug: bitSchema.optional().describe("The host may debug the guest (NODBG, bit 0, is clear). Absent means false."),
    "key-sharing": bitSchema.optional().describe("Other guests may get the same memory key (NOKS, bit 1, is clear)."),
    es: bitSchema.optional().describe("Registers are encrypted too: SEV-ES (ES, bit 2)."),
    send: bitSchema.optional().describe("The guest may be sent to another platform (NOSEND, bit 3, is clear)."),
    domain: bitSchema.optional().describe("It may be sent only to platforms of the same owner (DOMAIN, bit 4)."),
    sev: bitSchema.optional().describe("It may be sent only to platforms with SEV (SEV, bit 5)."),
    "unknown-bits": z.literal(false).optional().describe("false: bits 6 to 15, which are reserved, must be clear."),
    api: z
      .strictObject({ minimum: abiVersionSchema })
      .optional()
      .describe("The oldest API version that the launch policy may let a platform have."),
  })
  .describe("The launch policy (SEV API 0.24, chapter 3), under which the guest is started.");

/** What a policy demands of a SEV or SEV-ES launch. Whatever is absent is not demanded, but for `roots`, `debug` and the measurement. */
export const sevPolicySchema = z
  .strictObject({
    roots: rootsSchema.optional(),
    chips: oneOf(hex32Schema)
      .optional()
      .describe("The processors that are accepted, by the SHA-256 of their CEK's SubjectPublicKeyInfo."),
    firmware: z
      .strictObject({ minimum: firmwareVersionSchema })
      .optional()
      .describe("The lowest version of the platform's firmware: API major, API minor, build."),
    "guest-policy": guestPolicySchema.optional(),
    measurement: z
      .union([z.literal("reference-values"), oneOf(hex32Schema)])
      .optional()
      .describe("The launch digest: one of these, or one of the machine's reference values. Absent: reference-values."),
  })
  .describe("What is demanded of an AMD SEV or SEV-ES launch.");

export type SevPolicy = z.infer<typeof sevPolicySchema>;
