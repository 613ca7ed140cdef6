import { hash, importPublicKey, verifySignature, type PublicKey } from "@sekisho/encoding/crypto";
import { equalBytes } from "../bytes/compare.ts";
import type { Certificate } from "../x509/certificate.ts";
import { verifyCertificateSignature } from "../x509/verify.ts";
import type { AuthenticodeSignature } from "./signatures.ts";

const longestChain = 8;

/**
 * The certificate whose key made this signature over an image of this digest; undefined when there is none.
 *
 * Dates and key usage are not looked at: firmware and shim don't either, as a signature on a boot program never ages.
 *
 * @param digest the image's Authenticode digest, by the signature's own algorithm (`signature.imageDigest.algorithm`)
 */
export async function authenticodeSigner(
  signature: AuthenticodeSignature,
  digest: Uint8Array,
): Promise<Certificate | undefined> {
  const { imageDigest, content, certificates, signer } = signature;
  if (!equalBytes(imageDigest.value, digest)) return undefined;
  if (!equalBytes(signer.messageDigest, await hash(signer.digestAlgorithm, content))) return undefined;
  for (const certificate of certificates) {
    const named =
      equalBytes(certificate.issuer.der, signer.issuer.der) && certificate.serialNumber === signer.serialNumber;
    const key = named ? await importPublicKey(certificate.subjectPublicKeyInfo) : undefined;
    if (key === undefined) continue;
    const scheme = { kind: "rsa-pkcs1", hash: signer.digestAlgorithm } as const;
    if (await verifySignature(scheme, key, signer.attributes, signer.signature)) return certificate;
  }
  return undefined;
}

/**
 * Whether `signer` is `trusted` itself or was certified by it, through the certificates that the signature brings.
 *
 * As in firmware, `trusted` may be any certificate: it need not be a root.
 */
export async function certifiedBy(
  signer: Certificate,
  trusted: Certificate,
  others: readonly Certificate[],
): Promise<boolean> {
  const trustedKey = await importPublicKey(trusted.subjectPublicKeyInfo);
  return await reaches(signer, trusted, trustedKey, others, longestChain);
}

async function reaches(
  certificate: Certificate,
  trusted: Certificate,
  trustedKey: PublicKey | undefined,
  others: readonly Certificate[],
  left: number,
): Promise<boolean> {
  if (equalBytes(certificate.der, trusted.der)) return true;
  if (left === 0) return false;
  if (trustedKey !== undefined && (await issued(certificate, trusted, trustedKey))) return true;
  for (const issuer of others) {
    if (equalBytes(issuer.der, certificate.der)) continue;
    const key = await importPublicKey(issuer.subjectPublicKeyInfo);
    if (key === undefined || !(await issued(certificate, issuer, key))) continue;
    if (await reaches(issuer, trusted, trustedKey, others, left - 1)) return true;
  }
  return false;
}

async function issued(certificate: Certificate, issuer: Certificate, key: PublicKey): Promise<boolean> {
  return equalBytes(certificate.issuer.der, issuer.subject.der) && (await verifyCertificateSignature(certificate, key));
}
