import { concatBytes } from "@sekisho/encoding";
import { importPublicKey, verifySignature, type PublicKey, type SignatureScheme } from "@sekisho/encoding/crypto";
import { coordinateLengths, digestLengths } from "./algorithms.ts";
import type { Attest } from "./attest.ts";
import type { PublicArea } from "./public-area.ts";
import type { TpmSignature } from "./signature.ts";
import { subjectPublicKeyInfo } from "./subject-public-key-info.ts";

/** A quote as it travels: what the TPM signed, its signature, and the public area of the key that signed. */
export type SignedQuote = {
  readonly attest: Attest;
  readonly signature: TpmSignature;
  readonly attestationKey: PublicArea;
};

/**
 * Whether the attestation key signed this quote, with the scheme and hash of its own public area.
 *
 * It says nothing about whose key that is: `checkAttestationKey` says what kind of key, the binding in which TPM.
 */
export async function authenticateQuote({ attest, signature, attestationKey }: SignedQuote): Promise<boolean> {
  const { scheme } = attestationKey;
  if (scheme === undefined || scheme.kind === "rsaes") return false;
  if (scheme.kind !== signature.kind || scheme.hash !== signature.hash) return false;
  const key = await importPublicKey(subjectPublicKeyInfo(attestationKey));
  return key !== undefined && authenticateAttest(attest, signature, key);
}

/** Whether `key` signed this: for keys that come without a public area, as Azure's HCLAkPub does. */
export async function authenticateAttest(attest: Attest, signature: TpmSignature, key: PublicKey): Promise<boolean> {
  if (signature.kind === "ecdsa") {
    const value = key.curve === undefined ? undefined : joined(signature, coordinateLengths[key.curve]);
    const { kind, hash } = signature;
    return value !== undefined && verifySignature({ kind, hash }, key, attest.bytes, value);
  }
  for (const scheme of rsaSchemes(signature)) {
    if (await verifySignature(scheme, key, attest.bytes, signature.signature)) return true;
  }
  return false;
}

type RsaSignature = Exclude<TpmSignature, { readonly kind: "ecdsa" }>;

/** TPMs salt RSAPSS with as much as fits, or as much as FIPS 186-4 allows: the length of the hash (part 1, B.7). */
function rsaSchemes({ kind, hash, signature }: RsaSignature): readonly SignatureScheme[] {
  if (kind === "rsassa") return [{ kind: "rsa-pkcs1", hash }];
  const fips = digestLengths[hash];
  const largest = signature.length - fips - 2;
  const lengths = largest > fips ? [fips, largest] : [fips];
  return lengths.map((saltLength) => ({ kind: "rsa-pss", hash, saltLength }));
}

/** R ‖ S, each as long as the curve's order; undefined where one is longer. */
function joined({ r, s }: Extract<TpmSignature, { kind: "ecdsa" }>, length: number): Uint8Array | undefined {
  const numbers = [r, s].map((number) => {
    const first = number.findIndex((byte) => byte !== 0);
    return first < 0 ? new Uint8Array(0) : number.subarray(first);
  });
  if (numbers.some((number) => number.length > length)) return undefined;
  return concatBytes(...numbers.flatMap((number) => [new Uint8Array(length - number.length), number]));
}
