import { lengthPrefixed, toUtf8 } from "@sekisho/encoding";
import { hmac } from "@sekisho/encoding/crypto";
import { base64Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";
import type { PreSharedKey } from "./seal.ts";

/** What TPM2_ActivateCredential takes: only the TPM that holds both endorsement and attestation key can open it. */
export const credentialSchema = z.strictObject({
  /** TPM2B_ID_OBJECT. */
  credentialBlob: base64Schema(256),
  /** TPM2B_ENCRYPTED_SECRET. */
  secret: base64Schema(1024),
});
export type SealedCredential = z.infer<typeof credentialSchema>;

/** How many bytes a credential's secret has. */
export const credentialLength = 32;

const proofTag = toUtf8("sekisho activation v1");
const preSharedKeyIdentifier = toUtf8("sekisho credential v1");

/**
 * What a guest answers to a credential: HMAC-SHA256 with the credential as its key, over request and binding. 32 bytes.
 *
 * @param binding that of the evidence for which the credential was made: 64 bytes
 */
export function activationProof(credential: Uint8Array, request: string, binding: Uint8Array): Promise<Uint8Array> {
  return hmac("sha256", credential, lengthPrefixed([proofTag, toUtf8(request), binding]));
}

/** The credential of a release as HPKE's pre-shared key (RFC 9180, section 5.1.2). */
export function credentialKey(credential: Uint8Array): PreSharedKey {
  return { secret: credential, identifier: preSharedKeyIdentifier };
}
