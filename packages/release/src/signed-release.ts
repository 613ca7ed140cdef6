import { fromBase64Url, lengthPrefixed, toUtf8 } from "@sekisho/encoding";
import { importPublicKey, verifySignature } from "@sekisho/encoding/crypto";
import { z } from "zod";
import { credentialSchema } from "./activation.ts";
import { base64UrlSchema, machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";

/** A sealed key for one guest, signed by the gate. The longest sealed secret is 4096 bytes, padded. */
export const signedReleaseSchema = z.strictObject({
  machineId: machineIdSchema,
  request: z.uuid(),
  /** The binding that the secret is sealed under: one that the guest made in this request. */
  binding: base64UrlSchema({ length: 64 }),
  /** HPKE's encapsulated key. */
  encapsulatedKey: base64UrlSchema({ length: 32 }),
  ciphertext: base64UrlSchema({ limit: 8192 }),
  /** With a vTPM: what HPKE's pre-shared key is sealed in, for that very TPM. */
  credential: credentialSchema.optional(),
  /** SHA-256 over every byte of the disk before its data segment, as registered. */
  headerDigest: sha256Schema,
  /** SHA-256 over the SubjectPublicKeyInfo of the key that signed. */
  gateKeyDigest: sha256Schema,
  /** Ed25519 over {@link releaseStatement}. */
  signature: base64UrlSchema({ length: 64 }),
});
export type SignedRelease = z.infer<typeof signedReleaseSchema>;

/** Everything of a release but its signature. */
export type ReleaseStatement = Omit<SignedRelease, "signature">;

const tag = toUtf8("sekisho release v2");

/** The bytes that the gate signs: every field, each preceded by its length (four bytes, big-endian); absent ones are empty. */
export function releaseStatement(release: ReleaseStatement): Uint8Array {
  const { machineId, request, binding, encapsulatedKey, ciphertext, headerDigest, gateKeyDigest } = release;
  const { credentialBlob = "", secret = "" } = release.credential ?? {};
  const sealed = [encapsulatedKey, ciphertext, credentialBlob, secret];
  const fields = [machineId, request, binding, ...sealed, headerDigest, gateKeyDigest];
  return lengthPrefixed([tag, ...fields.map(toUtf8)]);
}

/**
 * Whether the key that `spki` holds signed this release. Whether that key is one the guest pins, and whether the release
 * is for its binding and its disk, is the caller's to compare.
 */
export async function verifySignedRelease(release: SignedRelease, spki: Uint8Array): Promise<boolean> {
  const key = await importPublicKey(spki);
  const signature = fromBase64Url("signature", release.signature);
  if (key === undefined || !signature.ok) return false;
  return verifySignature({ kind: "ed25519" }, key, releaseStatement(release), signature.value);
}
