import { base64UrlSchema, machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { accountNameSchema } from "../people/roles.ts";
import { credentialIdSchema } from "../people/webauthn.ts";
import { scopeSchema } from "./scope.ts";

/**
 * What a person signs with a passkey: the WebAuthn challenge is SHA-256 over its canonical JSON. The gate issues it, for one
 * person, one request and one verdict.
 */
export const approvalStatementSchema = z.strictObject({
  type: z.literal("sekisho-approval"),
  version: z.literal(1),
  request: z.uuid(),
  /** The request's number, as people call it. */
  number: z.int().positive(),
  machineId: machineIdSchema,
  machineName: z.string().max(64),
  /** What this person saw: see `verdictDigest`. */
  verdictDigest: sha256Schema,
  /** What a later boot must equal to be covered: see `bootDigest`. */
  bootDigest: sha256Schema,
  scope: scopeSchema,
  account: z.uuid(),
  accountName: accountNameSchema,
  nonce: base64UrlSchema({ length: 32 }),
  expiresAt: z.iso.datetime(),
});
export type ApprovalStatement = z.infer<typeof approvalStatementSchema>;

/** What an authenticator's own maker can say of the hardware that a passkey lives in. */
export const hardwareLevels = ["security-key", "tee", "strongbox", "secure-enclave", "tpm"] as const;
export const hardwareLevelSchema = z.enum(hardwareLevels);
export type HardwareLevel = z.infer<typeof hardwareLevelSchema>;

/** A statement, and a passkey's signature over it: everything that `verifyApproval` needs, and that a receipt keeps. */
export const approvalRecordSchema = z.strictObject({
  statement: approvalStatementSchema,
  credentialId: credentialIdSchema,
  /** COSE_Key (RFC 9052). */
  publicKey: base64UrlSchema({ limit: 2048 }),
  authenticatorData: base64UrlSchema({ limit: 4096 }),
  clientDataJSON: base64UrlSchema({ limit: 4096 }),
  signature: base64UrlSchema({ limit: 8192 }),
  /** Where the passkey was used ("https://gate.example"), and the name that it is for. */
  origin: z.url(),
  rpId: z.string().min(1).max(253),
  /** What the passkey's hardware was known to be when it was used; null: not known. */
  hardware: hardwareLevelSchema.nullable(),
});
export type ApprovalRecord = z.infer<typeof approvalRecordSchema>;
