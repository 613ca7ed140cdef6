import { z } from "zod";
import { base64Schema, base64UrlSchema, machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { measuredBootSchema, measuredLaunchSchema, referenceValueSchema } from "@sekisho/reference-values";
import { credentialSchema } from "./activation.ts";
import { approvalViewSchema } from "./approval/views.ts";
import { machineSchema, machineTechnologies, releaseModes } from "./machine.ts";
import { messageSchema } from "./message-schema.ts";
import { evidenceBundleSchema } from "./protocol.ts";

/** `POST /v1/admin/machines`: registers a machine; in the modes `auto` and `approve` with the key that the gate is to hold. */
export const registrationSchema = z.strictObject({
  machine: machineSchema,
  /** The policy as YAML; absent: the strict default. */
  policy: z.string().max(65_536).optional(),
  /** The disk key, base64; the gate encrypts it at rest. In the modes `auto` and `approve`. */
  diskKey: base64Schema(4096).optional(),
});
export type Registration = z.infer<typeof registrationSchema>;

/** `POST /v1/admin/machines/:id/reference-values`: adds known good boots beside the old ones. */
export const referenceValuesSchema = z
  .strictObject({
    referenceValues: z.array(referenceValueSchema).max(64).default([]),
    measuredLaunches: z.array(measuredLaunchSchema).max(64).default([]),
    measuredBoots: z.array(measuredBootSchema).max(64).default([]),
  })
  .refine(
    ({ referenceValues, measuredLaunches, measuredBoots }) =>
      referenceValues.length + measuredLaunches.length + measuredBoots.length > 0,
    "at least one value",
  );

/** `POST /v1/admin/machines/:id/header`: registers the LUKS2 header after a change of key slots. */
export const headerRegistrationSchema = z.strictObject({ headerDigest: sha256Schema });

/** One check as it travels: what the appraisal found, with its message to be rendered in the reader's language. */
export const checkSchema = z.strictObject({
  id: z.string(),
  status: z.enum(["pass", "fail", "unknown"]),
  required: z.boolean(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
  detail: messageSchema,
});

export const verdictSchema = z.strictObject({
  verdict: z.enum(["accepted", "rejected"]),
  checks: z.array(checkSchema),
  claims: z.record(z.string(), z.unknown()),
});

/** A request as people see it. `activating` waits for the TPM's answer to a credential; `decided` waits for the guest's fresh evidence; `released` was fetched or can be. */
export const requestViewSchema = z.strictObject({
  id: z.uuid(),
  /** The number that the guest learns of a refusal. */
  number: z.int().positive(),
  machineId: machineIdSchema,
  machineName: z.string().nullable(),
  state: z.enum(["activating", "waiting", "decided", "released", "refused", "denied", "expired"]),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** When its newest accepted evidence came; null where none was accepted. */
  evidenceAt: z.iso.datetime().nullable(),
  /** When it ends by itself, unless something happens before. */
  expiresAt: z.iso.datetime(),
  releaseMode: z.enum(releaseModes).nullable(),
  /** What the newest evidence is of; null where that is forgotten. */
  technology: z.enum(machineTechnologies).nullable(),
  /** Where the machine runs, as its owner says. */
  cloud: z.string().nullable(),
  /** Which boot of this machine it is, counting those whose evidence was accepted; null where it was not. */
  bootNumber: z.int().positive().nullable(),
  verdict: verdictSchema.nullable(),
  /** What an approval is about: see `verdictDigest`. Null where no evidence was accepted. */
  verdictDigest: sha256Schema.nullable(),
  /** Null unless the mode is `approve`, and evidence was accepted. */
  approval: approvalViewSchema.nullable(),
  /** Why it was refused before any verdict, or denied by a person. */
  reason: messageSchema.nullable(),
});
export type RequestView = z.infer<typeof requestViewSchema>;

/** `GET /v1/admin/requests/:id`: with the newest evidence, so that a person's device can verify it again by itself. */
export const requestDetailSchema = requestViewSchema.extend({
  evidence: evidenceBundleSchema.nullable(),
  /** The policy (YAML) that it was judged with; null: the strict default, or nothing was judged. */
  policy: z.string().nullable(),
  /** The machine as it is registered now, its LUKS2 header too; null where it is not any more. */
  machine: machineSchema.nullable(),
  /**
   * What the gate verified with: certificates and CRLs (DER, base64), and files of Intel's collateral as they came. Where it
   * refused before it asked for any, what it had about the machine at that time: all of them prove themselves.
   */
  endorsements: z.strictObject({
    certificates: z.array(base64Schema(65_536)),
    crls: z.array(base64Schema(1_048_576)),
    collateral: z.array(base64Schema(1_048_576)).default([]),
  }),
});
export type RequestDetail = z.infer<typeof requestDetailSchema>;

/** `GET /v1/admin/requests`: the newest first; `before` a number for the page after it. */
export const requestFilterSchema = z.strictObject({
  state: z.enum(["open", "all"]).default("all"),
  machine: machineIdSchema.optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** What `GET /v1/admin/requests` answers. */
export const requestListSchema = z.strictObject({ requests: z.array(requestViewSchema) });

/** A registered machine as its owner sees it. The key itself never leaves the gate but sealed to a guest. */
export const machineViewSchema = z.strictObject({
  machine: machineSchema,
  /** YAML; null: the strict default. */
  policy: z.string().nullable(),
  holdsKey: z.boolean(),
  /** The LUKS2 header that is right now; the one in `machine` may be older. */
  headerDigest: sha256Schema,
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type MachineView = z.infer<typeof machineViewSchema>;

/** What `GET /v1/admin/machines` answers. */
export const machineListSchema = z.strictObject({ machines: z.array(machineViewSchema) });

/** `POST /v1/admin/requests/:id/enter`: the secret that a person sealed to the guest. */
export const enterSchema = z.strictObject({
  binding: base64UrlSchema({ length: 64 }),
  encapsulatedKey: base64UrlSchema({ length: 32 }),
  ciphertext: base64UrlSchema({ limit: 8192 }),
  /** With a vTPM: made on the person's device, for the TPM whose evidence it verified. */
  credential: credentialSchema.optional(),
});
export type Enter = z.infer<typeof enterSchema>;

/** `POST /v1/admin/requests/:id/deny` */
export const denySchema = z.strictObject({ reason: z.string().min(1).max(1000) });

/** Every error of the gate's interface: an identifier from its catalogue, and the English sentence. */
export const problemSchema = z.strictObject({
  error: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
