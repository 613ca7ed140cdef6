import { concatBytes, isAllZero } from "@sekisho/encoding";
import { verifySignature, type PublicKey, type SignatureScheme } from "@sekisho/encoding/crypto";
import type { AmdCertificate } from "./amd-certificate.ts";
import { sevSignedLength, type SevCertificate, type SevSignature } from "./certificate.ts";
import { importSevKey, type SevPublicKey } from "./public-key.ts";
import type { KeyAlgorithm } from "./registry.ts";

/** Bytes of R or S in a certificate, little-endian. */
const componentLength = 72;
const hashLengths = { sha256: 32, sha384: 48 } as const;

/** Whoever can have signed a certificate: AMD's keys, or a platform's. */
export type SevIssuer = SevCertificate | AmdCertificate;

/**
 * Whether `issuer` signed `subject`: with the key that it certifies, for the usage it has, and with the algorithm it names (SEV API
 * 0.24, appendix C.2). An RSA signature is RSASSA-PSS with a salt as long as the hash.
 */
export async function verifySevCertificate(subject: SevCertificate, issuer: SevIssuer): Promise<boolean> {
  const demanded = issuerAlgorithm(issuer);
  const key = await importSevKey(issuer.key);
  if (key === undefined) return false;
  const body = subject.bytes.subarray(0, sevSignedLength);
  for (const signature of subject.signatures) {
    if (signature.usage !== issuer.usage || !sameAlgorithm(signature.algorithm, demanded)) continue;
    if (await verifyStored(signature, issuer.key, key, body)) return true;
  }
  return false;
}

/** Whether `issuer`, an ARK, signed `subject`; undefined where the subject's file has no signature. */
export async function verifyAmdCertificate(
  subject: AmdCertificate,
  issuer: AmdCertificate,
): Promise<boolean | undefined> {
  if (subject.signature === undefined) return undefined;
  const key = await importSevKey(issuer.key);
  if (key === undefined || subject.signature.length !== issuer.key.modulus.length) return false;
  return verifySignature(scheme(issuerAlgorithm(issuer)), key, subject.signedBytes, subject.signature);
}

/** AMD's keys don't name an algorithm: RSA-2048 goes with SHA-256, RSA-4096 with SHA-384 (appendix B.2). */
function issuerAlgorithm(issuer: SevIssuer): KeyAlgorithm {
  if ("algorithm" in issuer) return issuer.algorithm;
  return { kind: "rsa", hash: issuer.key.modulus.length === 256 ? "sha256" : "sha384" };
}

function sameAlgorithm(left: KeyAlgorithm, right: KeyAlgorithm): boolean {
  return left.kind === right.kind && left.hash === right.hash;
}

async function verifyStored(
  { algorithm, bytes }: SevSignature,
  issuerKey: SevPublicKey,
  key: PublicKey,
  body: Uint8Array,
): Promise<boolean> {
  const length = issuerKey.type === "rsa" ? issuerKey.modulus.length : issuerKey.x.length;
  const numbers =
    issuerKey.type === "rsa"
      ? [bytes]
      : [bytes.subarray(0, componentLength), bytes.subarray(componentLength, 2 * componentLength)];
  if (!numbers.every((number) => isAllZero(number.subarray(length)))) return false;
  const signature = concatBytes(...numbers.map((number) => number.slice(0, length).toReversed()));
  return verifySignature(scheme(algorithm), key, body, signature);
}

function scheme({ kind, hash }: KeyAlgorithm): SignatureScheme {
  return kind === "rsa" ? { kind: "rsa-pss", hash, saltLength: hashLengths[hash] } : { kind: "ecdsa", hash };
}
