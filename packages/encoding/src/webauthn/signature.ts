import { hash, importPublicKey, verifySignature } from "@sekisho/encoding/crypto";
import type { SignatureScheme } from "../crypto/types.ts";
import { ecdsaSignatureFromDer } from "../x509/ecdsa-signature.ts";
import { coseScheme, parseCoseKey } from "./cose-key.ts";

const orderLengths = { "P-256": 32, "P-384": 48, "P-521": 66 } as const;

/** Whether the key made this signature, in the form of WebAuthn Level 3, 6.5.5: ECDSA's in DER, and the one DER of it. */
export async function isSignedBy(
  spki: Uint8Array,
  scheme: SignatureScheme | undefined,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const key = await importPublicKey(spki);
  if (key === undefined || scheme === undefined) return false;
  if (scheme.kind !== "ecdsa") return verifySignature(scheme, key, data, signature);
  if (key.curve === undefined) return false;
  const raw = ecdsaSignatureFromDer(signature, orderLengths[key.curve]);
  return raw.ok && verifySignature(scheme, key, data, raw.value);
}

/** What a passkey gave, as bytes. */
export type PasskeySignature = {
  readonly authenticatorData: Uint8Array;
  readonly clientData: Uint8Array;
  readonly signature: Uint8Array;
};

/**
 * Whether a passkey signed authenticator data and client data (7.2, steps 19 and 20).
 *
 * @param coseKey its public key, as COSE has it
 * @returns undefined where the key is of a kind that is not supported, or none
 */
export async function isPasskeySignature(
  coseKey: Uint8Array,
  { authenticatorData, clientData, signature }: PasskeySignature,
): Promise<boolean | undefined> {
  const key = parseCoseKey(coseKey);
  const scheme = key.ok ? coseScheme(key.value.algorithm) : undefined;
  if (!key.ok || scheme === undefined) return undefined;
  const signed = Uint8Array.of(...authenticatorData, ...(await hash("sha256", clientData)));
  return isSignedBy(key.value.spki, scheme, signed, signature);
}
