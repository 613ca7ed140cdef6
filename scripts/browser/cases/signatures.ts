import { constants, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import type { HashAlgorithm, SignatureScheme } from "@sekisho/encoding/crypto";
import type { SignatureTask } from "../tasks/primitives.ts";

const data = toUtf8("evidence");
const hashes: readonly HashAlgorithm[] = ["sha1", "sha256", "sha384", "sha512"];
const curves = ["P-256", "P-384", "P-521"] as const;
const dsaEncoding = "ieee-p1363";

/** Every signature scheme with every hash, over each kind and size of key that evidence or endorsements come with. */
export function genuineSignatures(): readonly (readonly [string, SignatureTask])[] {
  const found: (readonly [string, SignatureTask])[] = [];
  const add = (name: string, scheme: SignatureScheme, key: KeyObject, signature: Uint8Array) => {
    const spki = new Uint8Array(key.export({ format: "der", type: "spki" }));
    found.push([name, { kind: "signature", scheme, key: spki, data, signature: new Uint8Array(signature) }]);
  };
  for (const namedCurve of curves) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
    for (const hash of hashes) {
      const signature = sign(hash, data, { key: privateKey, dsaEncoding });
      add(`ECDSA ${namedCurve} ${hash}`, { kind: "ecdsa", hash }, publicKey, signature);
    }
  }
  for (const modulusLength of [2048, 3072, 4096]) {
    const { privateKey: key, publicKey } = generateKeyPairSync("rsa", { modulusLength });
    for (const hash of hashes) {
      add(`RSASSA-PKCS1 ${modulusLength} ${hash}`, { kind: "rsa-pkcs1", hash }, publicKey, sign(hash, data, key));
      for (const saltLength of [0, 20, 32, 48, 64]) {
        const signature = sign(hash, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
        add(
          `RSASSA-PSS ${modulusLength} ${hash} ${saltLength}`,
          { kind: "rsa-pss", hash, saltLength },
          publicKey,
          signature,
        );
      }
    }
  }
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  add("Ed25519", { kind: "ed25519" }, publicKey, sign(null, data, privateKey));
  return found;
}
