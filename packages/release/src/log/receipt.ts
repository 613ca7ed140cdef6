import { base64Schema, base64UrlSchema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { requestDetailSchema } from "../administration.ts";
import { approvalRecordSchema } from "../approval/statement.ts";
import { machineSchema } from "../machine.ts";
import { evidenceBundleSchema } from "../protocol.ts";
import { signedReleaseSchema } from "../signed-release.ts";

const hashSchema = base64Schema(32);
/** A tree of 2^53 leaves has paths of 53 hashes. */
const proofSchema = z.array(hashSchema).max(64);

/** An entry of the log as it was hashed, and the hashes that lead from it to the checkpoint's root. */
const provenEntrySchema = z.strictObject({
  index: z.int().nonnegative(),
  /** Its canonical JSON, character by character. */
  leaf: z.string().max(65_535),
  proof: proofSchema,
});
export type ProvenEntry = z.infer<typeof provenEntrySchema>;

/**
 * The receipt of one release: everything that shows, without asking anybody, that this key went to this guest, on which
 * evidence, by which policy and by whose approval, and that the gate's log says so. It holds no secret that opens without the
 * guest's key.
 */
export const receiptSchema = z.strictObject({
  type: z.literal("sekisho-receipt"),
  version: z.literal(1),
  /** A signed note (C2SP tlog-checkpoint). */
  checkpoint: z.string().max(16_384),
  /** The verdict, approvals with their grant or what a person entered, and last the release. */
  entries: z.array(provenEntrySchema).min(2).max(80),
  /** That the log of the checkpoint continues an older one; null unless asked for. */
  consistency: z.strictObject({ size: z.int().nonnegative(), proof: proofSchema }).nullable(),
  evidence: evidenceBundleSchema,
  endorsements: requestDetailSchema.shape.endorsements,
  /** The machine as it was registered when the evidence was judged. */
  machine: machineSchema,
  /** The policy that the evidence was judged with, as YAML; null: the strict default. */
  policy: z.string().max(65_536).nullable(),
  approvals: z.array(approvalRecordSchema).max(64),
  release: signedReleaseSchema,
  /** The nonce of the evidence whose binding the secret is sealed under: older evidence of the same guest, perhaps. */
  sealedUnder: base64UrlSchema({ limit: 128 }),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** `GET /v1/admin/requests/:id/receipt`: with `since`, the size of an older checkpoint, also that the log continues it. */
export const receiptQuerySchema = z.strictObject({ since: z.coerce.number().int().nonnegative().optional() });
