import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { toBase64Url } from "@sekisho/encoding";
import { releaseStatement, type ReleaseStatement, type SignedRelease } from "@sekisho/release";

/** One Ed25519 key of the gate; guests know it by the SHA-256 of its SubjectPublicKeyInfo. */
export type SigningKey = { readonly spki: Buffer; readonly digest: string; readonly privateKey: KeyObject };

/** A fresh Ed25519 key as PKCS #8 in PEM. */
export function generateSigningKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Opens a PKCS #8 PEM. `undefined` when it holds anything but an Ed25519 key. */
export function openSigningKey(pem: Uint8Array): SigningKey | undefined {
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(pem), format: "pem" });
    if (privateKey.asymmetricKeyType !== "ed25519") return undefined;
    const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
    return { spki, digest: createHash("sha256").update(spki).digest("hex"), privateKey };
  } catch {
    return undefined;
  }
}

/** Signs a release with the key that its `gateKeyDigest` names; the caller has looked that key up. */
export function signRelease(key: SigningKey, statement: Omit<ReleaseStatement, "gateKeyDigest">): SignedRelease {
  const release = { ...statement, gateKeyDigest: key.digest };
  return { ...release, signature: toBase64Url(sign(null, releaseStatement(release), key.privateKey)) };
}
