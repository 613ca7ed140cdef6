import { equalBytes, toHex } from "@sekisho/encoding";
import { hash, importPublicKey } from "@sekisho/encoding/crypto";
import { verifyCertificateSignature, type Certificate } from "@sekisho/encoding/x509";

/** A certificate's way up: each issuer signed the one before. */
export type CertificatePath = {
  /** Issuers from the leaf upwards; the last one is as far as it got. */
  readonly issuers: readonly Certificate[];
  /** Whether the key of the last one is that of a given root. */
  readonly rooted: boolean;
};

/** Real chains have at most three issuers. */
const longestPath = 6;

/**
 * Follows names and signatures upwards until a key is one of `roots`. A certificate is used once, and the search ends
 * after a few steps, whatever the issuers are.
 *
 * @param issuers what came with the leaf, in any order; none of them is trusted for being there
 * @param roots SHA-256 of the SubjectPublicKeyInfo of each trusted root, hexadecimal
 */
export async function findCertificatePath(
  leaf: Certificate,
  issuers: readonly Certificate[],
  roots: readonly string[],
): Promise<CertificatePath> {
  const trusted = new Set(roots.map((digest) => digest.toLowerCase()));
  const path: Certificate[] = [];
  let last = leaf;
  while (path.length < longestPath) {
    const issuer = await findIssuer(last, issuers, path);
    if (issuer === undefined) break;
    path.push(issuer);
    if (trusted.has(await keyDigest(issuer))) return { issuers: path, rooted: true };
    last = issuer;
  }
  return { issuers: path, rooted: false };
}

/** SHA-256 of a certificate's SubjectPublicKeyInfo, hexadecimal. */
export async function keyDigest({ subjectPublicKeyInfo }: Certificate): Promise<string> {
  return toHex(await hash("sha256", subjectPublicKeyInfo));
}

async function findIssuer(
  certificate: Certificate,
  issuers: readonly Certificate[],
  used: readonly Certificate[],
): Promise<Certificate | undefined> {
  for (const issuer of issuers) {
    if (used.includes(issuer) || !equalBytes(issuer.subject.der, certificate.issuer.der)) continue;
    const key = await importPublicKey(issuer.subjectPublicKeyInfo);
    if (key !== undefined && (await verifyCertificateSignature(certificate, key))) return issuer;
  }
  return undefined;
}
