import { constants, createHash, createPublicKey, verify, type KeyObject, type VerifyKeyObjectInput } from "node:crypto";
import { keyKind } from "./algorithm-identifiers.ts";
import type { CryptoRoom, HashAlgorithm, PublicKey } from "./types.ts";

export type * from "./types.ts";

export const hash: CryptoRoom["hash"] = (algorithm, ...parts) => Promise.resolve(hashSync(algorithm, parts));

function hashSync(algorithm: HashAlgorithm, parts: readonly Uint8Array[]): Uint8Array {
  const state = createHash(algorithm);
  for (const part of parts) state.update(part);
  return new Uint8Array(state.digest());
}

export const importPublicKey: CryptoRoom["importPublicKey"] = (spki) => Promise.resolve(importSync(spki));

function importSync(spki: Uint8Array): PublicKey | undefined {
  // Asking the imported key for its curve would cost as much as importing it.
  const kind = keyKind(spki);
  if (kind === undefined) return undefined;
  try {
    return { spki, ...kind, handle: createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }) };
  } catch {
    return undefined;
  }
}

/**
 * ECDSA and Ed25519 are verified here and now. RSA goes to Node's thread pool: a chain's signatures are then checked while
 * this thread checks the evidence's own.
 */
export const verifySignature: CryptoRoom["verifySignature"] = (scheme, key, data, signature) => {
  const handle = key.handle as KeyObject;
  try {
    switch (scheme.kind) {
      case "ecdsa":
        return Promise.resolve(
          key.type === "ec" && verify(scheme.hash, data, { key: handle, dsaEncoding: "ieee-p1363" }, signature),
        );
      case "ed25519":
        return Promise.resolve(key.type === "ed25519" && verify(null, data, handle, signature));
      case "rsa-pss": {
        const { saltLength } = scheme;
        const options = { key: handle, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
        return key.type === "rsa" ? verifyAside(scheme.hash, data, options, signature) : Promise.resolve(false);
      }
      case "rsa-pkcs1":
        return key.type === "rsa" ? verifyAside(scheme.hash, data, handle, signature) : Promise.resolve(false);
    }
  } catch {
    return Promise.resolve(false);
  }
};

function verifyAside(
  algorithm: HashAlgorithm,
  data: Uint8Array,
  key: KeyObject | VerifyKeyObjectInput,
  signature: Uint8Array,
): Promise<boolean> {
  return new Promise((resolve) => {
    verify(algorithm, data, key, signature, (error, genuine) => resolve(error === null && genuine));
  });
}
