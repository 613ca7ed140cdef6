import { z } from "zod";
import { base64Schema, base64UrlSchema, machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { credentialSchema } from "./activation.ts";
import { signedReleaseSchema } from "./signed-release.ts";
import { vtpmEvidenceSchema } from "./vtpm-evidence.ts";

const requestIdSchema = z.uuid();

/** `POST /v1/challenge` answers with it. The nonce is an authenticated, expiring token; the gate stores it once used. */
export const challengeSchema = z.strictObject({
  nonce: base64UrlSchema({ limit: 128 }),
  expiresAt: z.iso.datetime(),
  /**
   * The signing key, by the SHA-256 of its SubjectPublicKeyInfo, that the gate will sign a release with. The guest names it in
   * its binding if it pins it, so that a gate that has moved on to its next key is understood. Absent: the guest's first.
   */
  gateKeyDigest: sha256Schema.optional(),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** A report of an SEV-SNP guest as Linux's configfs-tsm gives it: outblob, and auxblob where the host filled it. */
const sevSnpEvidenceSchema = z.strictObject({
  technology: z.literal("sev-snp"),
  report: base64Schema(4096),
  certificateTable: base64Schema(65_536).optional(),
});

const kibibyte = 1024;

/**
 * A quote of a TD as Linux's configfs-tsm gives it (provider tdx_guest: outblob), and the log that replays to its RTMRs: the
 * data of the ACPI table CCEL.
 */
const tdxEvidenceSchema = z.strictObject({
  technology: z.literal("tdx"),
  quote: base64Schema(16 * kibibyte),
  eventLog: base64Schema(512 * kibibyte).optional(),
});

/** A machine without a confidential VM: only its TPM speaks. */
const tpmEvidenceSchema = z.strictObject({ technology: z.literal("tpm") });

/**
 * A Sekisho evidence bundle: what the guest sends to `POST /v1/evidence`, and a file that `sekisho verify` reads.
 *
 * Everything but `claimedBoot` is tied together by the binding, which stands in REPORT_DATA (of a TD: REPORTDATA), and with a
 * vTPM in the quote.
 */
export const evidenceBundleSchema = z.strictObject({
  type: z.literal("sekisho-evidence"),
  version: z.literal(1),
  machineId: machineIdSchema,
  /** The challenge's nonce, as it came. */
  nonce: base64UrlSchema({ limit: 128 }),
  /** The guest's HPKE public key. */
  guestKey: base64UrlSchema({ length: 32 }),
  /** SHA-256 over the SubjectPublicKeyInfo of the gate's signing key that the guest pins. */
  gateKeyDigest: sha256Schema,
  /** SHA-256 over every byte of the disk before its data segment. */
  headerDigest: sha256Schema,
  /** The name of the vTPM's attestation key; empty without a vTPM. */
  attestationKeyName: base64UrlSchema({ limit: 66 }),
  evidence: z.discriminatedUnion("technology", [sevSnpEvidenceSchema, tdxEvidenceSchema, tpmEvidenceSchema]),
  /** What recorded the boot; absent where the boot is direct. */
  vtpm: vtpmEvidenceSchema.optional(),
  /** Names the request that this evidence refreshes; absent on the first evidence of a boot. */
  request: requestIdSchema.optional(),
  /** What the guest says it was started with. Nothing proves it; it serves to explain a refusal, never to grant a release. */
  claimedBoot: z.strictObject({ commandLine: z.string().max(8192), kernelVersion: z.string().max(256) }).optional(),
});
export type EvidenceBundle = z.infer<typeof evidenceBundleSchema>;

/** `POST /v1/release`: asks what became of a request. Knowing the identifier suffices, as a release is sealed. */
export const releasePollSchema = z.strictObject({
  request: requestIdSchema,
  /** Answers an activation: `activationProof` of its credential. */
  activationProof: base64UrlSchema({ length: 32 }).optional(),
});
export type ReleasePoll = z.infer<typeof releasePollSchema>;

/**
 * What the gate answers to evidence and polls.
 *
 * - `refused`: the guest learns only the number under which people find the reasons
 * - `waiting`: poll again after so many seconds; with a `challenge`, send fresh evidence for the same guest key instead; with an
 *   `activation`, open the credential in the TPM and poll with its proof
 * - `released`: the sealed key
 */
export const requestStatusSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("refused"), number: z.int().positive() }),
  z.strictObject({
    state: z.literal("waiting"),
    request: requestIdSchema,
    pollAfterSeconds: z.number().positive().max(3600),
    challenge: challengeSchema.optional(),
    activation: credentialSchema.optional(),
  }),
  z.strictObject({ state: z.literal("released"), request: requestIdSchema, release: signedReleaseSchema }),
]);
export type RequestStatus = z.infer<typeof requestStatusSchema>;
