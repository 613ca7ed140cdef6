import { fromBase64, fromBase64Url, toBase64, toBase64Url } from "@sekisho/encoding";
import { digestLengths, makeCredential, objectName, parsePublicArea, type PublicArea } from "@sekisho/evidence/tpm";
import {
  credentialKey,
  credentialLength,
  sealSecret,
  type EvidenceBundle,
  type SealedCredential,
  type SignedRelease,
  type VtpmEvidence,
} from "@sekisho/release";

/** A fresh secret, and what hands it to one TPM alone. */
export type TpmCredential = { readonly secret: Uint8Array; readonly sealed: SealedCredential };

/**
 * Makes a credential for the TPM of this evidence: only one that holds both its endorsement key and its attestation key
 * opens it. The name of the attestation key is computed from the key; what the evidence says of it is not asked.
 *
 * @returns undefined when the keys can't be read, or the endorsement key is none that a TPM opens credentials with
 */
export async function makeTpmCredential(vtpm: VtpmEvidence): Promise<TpmCredential | undefined> {
  const endorsementKey = publicAreaOf(vtpm.endorsementKey);
  const attestationKey = publicAreaOf(vtpm.attestationKey);
  if (endorsementKey === undefined || attestationKey === undefined) return undefined;
  if (digestLengths[endorsementKey.nameAlg] < credentialLength) return undefined;
  const secret = random(credentialLength);
  const name = await objectName(attestationKey);
  const made = await makeCredential({ endorsementKey, name, credential: secret, random });
  if (made === undefined) return undefined;
  return { secret, sealed: { credentialBlob: toBase64(made.credentialBlob), secret: toBase64(made.secret) } };
}

/** What is sealed to a guest, as releases carry it. */
export type SealedToGuest = Pick<SignedRelease, "encapsulatedKey" | "ciphertext" | "credential">;

/**
 * Seals a secret to the guest of this evidence. With a vTPM, a fresh credential's secret is HPKE's pre-shared key, so that
 * besides the guest's own key its TPM is needed to open it.
 *
 * @param bundle evidence that was verified
 * @returns undefined when no credential can be made for its TPM
 */
export async function sealToGuest(
  bundle: EvidenceBundle,
  binding: Uint8Array,
  secret: Uint8Array,
): Promise<SealedToGuest | undefined> {
  const guestKey = fromBase64Url("guestKey", bundle.guestKey);
  if (!guestKey.ok) throw new TypeError("guestKey was not checked before");
  const common = { guestKey: guestKey.value, binding, secret };
  if (bundle.vtpm === undefined) return encoded(await sealSecret(common));
  const credential = await makeTpmCredential(bundle.vtpm);
  if (credential === undefined) return undefined;
  try {
    const sealed = await sealSecret({ ...common, preSharedKey: credentialKey(credential.secret) });
    return { ...encoded(sealed), credential: credential.sealed };
  } finally {
    credential.secret.fill(0);
  }
}

function encoded(sealed: Awaited<ReturnType<typeof sealSecret>>): SealedToGuest {
  return { encapsulatedKey: toBase64Url(sealed.encapsulatedKey), ciphertext: toBase64Url(sealed.ciphertext) };
}

function publicAreaOf(text: string): PublicArea | undefined {
  const bytes = fromBase64("public area", text);
  const parsed = bytes.ok ? parsePublicArea(bytes.value) : bytes;
  return parsed.ok ? parsed.value : undefined;
}

function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
