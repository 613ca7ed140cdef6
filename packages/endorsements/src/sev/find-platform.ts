import { equalBytes } from "@sekisho/encoding";
import {
  verifyAmdCertificate,
  verifySevCertificate,
  type AmdCertificate,
  type SevCertificate,
  type SevCertificates,
} from "@sekisho/evidence/sev";

/** The certificates of one platform, as far as they were given. */
export type FoundPlatform = {
  readonly pdh: SevCertificate | undefined;
  readonly pek: SevCertificate | undefined;
  readonly oca: SevCertificate | undefined;
  readonly cek: SevCertificate | undefined;
  readonly ask: AmdCertificate | undefined;
  readonly ark: AmdCertificate | undefined;
};

/** A platform of which nothing is missing. */
export type WholePlatform = { readonly [name in keyof FoundPlatform]: NonNullable<FoundPlatform[name]> };

/**
 * Picks one platform's certificates, from PDH to root. Where several could stand in a place (AMD's files for every product, say), it
 * is the one that signed the certificate below it, and the first if none did. Nothing is to be believed yet.
 */
export async function findPlatform({ platform, amd }: SevCertificates): Promise<FoundPlatform> {
  const of = (usage: SevCertificate["usage"]): readonly SevCertificate[] =>
    platform.filter((certificate) => certificate.usage === usage);
  const ofAmd = (usage: AmdCertificate["usage"]): readonly AmdCertificate[] =>
    amd.filter((certificate) => certificate.usage === usage);
  const [pdh] = of("PDH");
  const pek = await signer(of("PEK"), pdh, verifySevCertificate);
  const oca = await signer(of("OCA"), pek, verifySevCertificate);
  const cek = await signer(of("CEK"), pek, verifySevCertificate);
  const ask = await signer(ofAmd("ASK"), cek, verifySevCertificate);
  const ark = await signer(ofAmd("ARK"), ask, verifyAmdCertificate);
  return { pdh, pek, oca, cek, ask, ark };
}

async function signer<Issuer extends { readonly bytes: Uint8Array }, Subject>(
  issuers: readonly Issuer[],
  subject: Subject | undefined,
  verify: (subject: Subject, issuer: Issuer) => Promise<boolean | undefined>,
): Promise<Issuer | undefined> {
  const [first] = issuers;
  const ambiguous = issuers.some((issuer) => first !== undefined && !equalBytes(issuer.bytes, first.bytes));
  if (!ambiguous || subject === undefined) return first;
  for (const issuer of issuers) if ((await verify(subject, issuer)) === true) return issuer;
  return first;
}
