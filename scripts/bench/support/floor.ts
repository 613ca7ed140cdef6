import { generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from "node:crypto";

/** What an SNP report's signature covers: bytes 0x000 to 0x29F. */
const signedLength = 0x2a0;

/** A TPMS_ATTEST of a quote: 34 bytes of qualified signer, SHA-256 of the binding, clock, one bank, one digest. */
const quoteLength = 145;

/**
 * The least that a verification of an SNP report can cost: one ECDSA P-384 verify with SHA-384 by node:crypto, with a key
 * that was imported before and a signature in the encoding that OpenSSL takes as it is.
 */
export function createFloor(): () => void {
  return oneVerify("P-384", "sha384", signedLength);
}

/** The least that a verification of a TPM's quote can cost: one ECDSA P-256 verify with SHA-256, on the same terms. */
export function createQuoteFloor(): () => void {
  return oneVerify("P-256", "sha256", quoteLength);
}

/** One signature that a verification must check: with which key, over how many bytes. */
export type SignatureKind = readonly [key: "P-256" | "P-384" | "RSA-2048" | "RSA-4096", length: number];

/** The least that several signatures can cost together: one verify of each, on the same terms. RSA is PKCS #1 v1.5. */
export function createSumFloor(signatures: readonly SignatureKind[]): () => void {
  const verifies = signatures.map(([key, length]) => {
    if (key === "P-256") return oneVerify(key, "sha256", length);
    if (key === "P-384") return oneVerify(key, "sha384", length);
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: Number(key.slice(4)) });
    return verifyWith(privateKey, publicKey, "sha256", length);
  });
  return () => {
    for (const verifyOne of verifies) verifyOne();
  };
}

function oneVerify(namedCurve: string, hash: string, length: number): () => void {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
  return verifyWith(privateKey, publicKey, hash, length);
}

function verifyWith(privateKey: KeyObject, publicKey: KeyObject, hash: string, length: number): () => void {
  const data = randomBytes(length);
  const signature = sign(hash, data, privateKey);
  return () => {
    if (!verify(hash, data, publicKey, signature)) throw new Error("the floor's own signature is not genuine");
  };
}
