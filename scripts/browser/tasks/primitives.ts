import {
  hash,
  importPublicKey,
  verifySignature,
  type HashAlgorithm,
  type SignatureScheme,
} from "@sekisho/encoding/crypto";

/** See whether a signature is genuine. */
export type SignatureTask = {
  readonly kind: "signature";
  readonly scheme: SignatureScheme;
  /** SubjectPublicKeyInfo, DER. */
  readonly key: Uint8Array;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
};

export async function isGenuine({ scheme, key, data, signature }: SignatureTask): Promise<unknown> {
  const imported = await importPublicKey(key);
  if (imported === undefined) return { imported: false };
  return { imported: true, genuine: await verifySignature(scheme, imported, data, signature) };
}

/** Hash some bytes. */
export type HashTask = { readonly kind: "hash"; readonly algorithm: HashAlgorithm; readonly data: Uint8Array };

export function hashOf({ algorithm, data }: HashTask): Promise<Uint8Array> {
  return hash(algorithm, data);
}
