import { generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";

/** What an SNP report's signature covers: bytes 0x000 to 0x29F. */
const signedLength = 0x2a0;

/**
 * The least that a verification of an SNP report can cost: one ECDSA P-384 verify with SHA-384 by node:crypto, with a key
 * that was imported before and a signature in the encoding that OpenSSL takes as it is.
 */
export function createFloor(): () => void {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const data = randomBytes(signedLength);
  const signature = sign("sha384", data, privateKey);
  return () => {
    if (!verify("sha384", data, publicKey, signature)) throw new Error("the floor's own signature is not genuine");
  };
}
