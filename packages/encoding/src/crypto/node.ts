import { constants, createHash, createPublicKey, verify, type KeyObject } from "node:crypto";
import type { CryptoRoom, HashAlgorithm, PublicKey, SignatureScheme } from "./types.ts";

export type * from "./types.ts";

const curves = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" } as const;

export const hash: CryptoRoom["hash"] = (algorithm, ...parts) => Promise.resolve(hashSync(algorithm, parts));

function hashSync(algorithm: HashAlgorithm, parts: readonly Uint8Array[]): Uint8Array {
  const state = createHash(algorithm);
  for (const part of parts) state.update(part);
  return new Uint8Array(state.digest());
}

export const importPublicKey: CryptoRoom["importPublicKey"] = (spki) => Promise.resolve(importSync(spki));

function importSync(spki: Uint8Array): PublicKey | undefined {
  let handle: KeyObject;
  try {
    handle = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch {
    return undefined;
  }
  switch (handle.asymmetricKeyType) {
    case "ec": {
      const curve = curves[handle.asymmetricKeyDetails?.namedCurve as keyof typeof curves];
      return curve === undefined ? undefined : { spki, type: "ec", curve, handle };
    }
    case "rsa":
      return { spki, type: "rsa", handle };
    case "ed25519":
      return { spki, type: "ed25519", handle };
    default:
      return undefined;
  }
}

export const verifySignature: CryptoRoom["verifySignature"] = (scheme, key, data, signature) =>
  Promise.resolve(verifySync(scheme, key, data, signature));

function verifySync(scheme: SignatureScheme, key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
  const handle = key.handle as KeyObject;
  try {
    switch (scheme.kind) {
      case "ecdsa":
        return key.type === "ec" && verify(scheme.hash, data, { key: handle, dsaEncoding: "ieee-p1363" }, signature);
      case "rsa-pss": {
        const { saltLength } = scheme;
        const padding = constants.RSA_PKCS1_PSS_PADDING;
        return key.type === "rsa" && verify(scheme.hash, data, { key: handle, padding, saltLength }, signature);
      }
      case "rsa-pkcs1":
        return key.type === "rsa" && verify(scheme.hash, data, handle, signature);
      case "ed25519":
        return key.type === "ed25519" && verify(null, data, handle, signature);
    }
  } catch {
    return false;
  }
}
