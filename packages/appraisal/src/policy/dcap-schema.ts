import { tcbStatuses } from "@sekisho/endorsements/intel";
import { z } from "zod";
import { dateSchema, hex16Schema, hex32Schema, hex6Schema, oneOf, textSchema } from "./formats.ts";

/** TCB statuses that a policy can accept. Nothing makes `Revoked` pass. */
const acceptableStatusSchema = z.enum(tcbStatuses).exclude(["Revoked"]);

const tcbSchema = z
  .strictObject({
    statuses: oneOf(acceptableStatusSchema)
      .optional()
      .describe("TCB statuses that are accepted. Absent: any but Revoked, which is always refused."),
    advisories: z
      .array(textSchema)
      .max(1024)
      .optional()
      .describe("Advisories (INTEL-SA-…) that may apply to the platform. Absent: any. An empty list: none."),
    "evaluation-data-number": z
      .strictObject({ minimum: z.int().min(0).max(0xffff_ffff) })
      .optional()
      .describe("The oldest tcbEvaluationDataNumber: older collateral doesn't know of newer advisories."),
    date: z
      .strictObject({ minimum: dateSchema })
      .optional()
      .describe("The oldest day that the platform's TCB may be of: it has the fixes up to then."),
  })
  .describe("What Intel's collateral says of the platform's TCB.");

const rootsSchema = z
  .strictObject({
    vendor: z.boolean().optional().describe("Whether Intel's pinned root key is accepted. Absent: true."),
    additional: z
      .array(hex32Schema)
      .optional()
      .describe("Root keys that are accepted besides, by the SHA-256 of their SubjectPublicKeyInfo: a lab's."),
  })
  .describe("Root keys to which the certificates must lead.");

/** What a policy may demand of every DCAP quote, whoever signed it as TD or enclave. */
export const dcapDemands = {
  roots: rootsSchema.optional(),
  crl: z
    .enum(["required", "if-given"])
    .optional()
    .describe("Whether current revocation lists must be there. Absent: if-given."),
  collateral: z
    .enum(["required", "if-given"])
    .optional()
    .describe("Whether TCB info and the quoting enclave's identity must be there. Absent: if-given."),
  tcb: tcbSchema.optional(),
  fmspcs: oneOf(hex6Schema).optional().describe("The platform types that are accepted, by FMSPC."),
  "platform-instance-ids": oneOf(hex16Schema)
    .optional()
    .describe("The platforms that are accepted, by the identifier of the instance in their PCK certificate."),
};

export type DcapTcbPolicy = z.infer<typeof tcbSchema>;
export type DcapPolicy = z.infer<z.ZodObject<typeof dcapDemands, z.core.$strict>>;
