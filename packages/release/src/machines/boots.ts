import { sha256Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import { checkSchema, requestViewSchema } from "../administration.ts";

const hexSchema = z.string().regex(/^(?:[0-9a-f]{2})+$/);

/** What evidence said that a machine had booted, and on what. A part that it does not tell, or nothing known names, is null. */
export const bootRecordSchema = z.strictObject({
  technology: z.string(),
  /** MEASUREMENT of SEV-SNP, MRTD of TDX; null of a machine that only has a TPM. */
  launchDigest: hexSchema.nullable(),
  /** The names of the known good boots that it agreed with. */
  knownAs: z.array(z.string()),
  kernel: z.strictObject({ version: z.string(), sha256: sha256Schema.nullable() }).nullable(),
  initrd: sha256Schema.nullable(),
  commandLine: z.string().nullable(),
  firmware: z.strictObject({ version: z.string(), sha256: sha256Schema }).nullable(),
  /** The security versions that the platform reports, by the specification's names, in its order. */
  tcb: z.array(z.strictObject({ part: z.string(), version: z.int().nonnegative() })),
  /** The version of the secure processor's firmware ("1.55.39"). */
  platformFirmware: z.string().nullable(),
  /** CHIP_ID of SEV-SNP, the PPID's stand-in of TDX, or the endorsement key's digest of a TPM alone. */
  chip: hexSchema.nullable(),
  registers: z.strictObject({ kind: z.enum(["pcr", "rtmr"]), values: z.record(z.string(), hexSchema) }).nullable(),
  headerDigest: sha256Schema,
  /** The name of the policy that judged it; null of one without a name. */
  policy: z.string().nullable(),
});
export type BootRecord = z.infer<typeof bootRecordSchema>;

/** One boot of a machine: a request, what it booted, and why it was refused if it was. */
export const machineBootSchema = z.strictObject({
  number: z.int().positive(),
  request: z.uuid(),
  state: requestViewSchema.shape.state,
  /** When it first asked, and when its newest accepted evidence came. */
  at: z.iso.datetime(),
  evidenceAt: z.iso.datetime().nullable(),
  /** False: it was refused before it proved anything, so anybody could have sent it. */
  proven: z.boolean(),
  verdict: z.enum(["accepted", "rejected"]).nullable(),
  reason: requestViewSchema.shape.reason,
  /** The checks that refused it. */
  refusing: z.array(checkSchema),
  /** Null where no verdict was reached. */
  facts: bootRecordSchema.nullable(),
});
export type MachineBoot = z.infer<typeof machineBootSchema>;

/** `GET /v1/admin/machines/:id/boots?before&limit`: the newest first; `next` is the `before` of the following page. */
export const machineBootListSchema = z.strictObject({
  boots: z.array(machineBootSchema),
  next: z.int().positive().nullable(),
});
export const machineBootFilterSchema = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
