import { generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";

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

function oneVerify(namedCurve: string, hash: string, length: number): () => void {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
  const data = randomBytes(length);
  const signature = sign(hash, data, privateKey);
  return () => {
    if (!verify(hash, data, publicKey, signature)) throw new Error("the floor's own signature is not genuine");
  };
}
