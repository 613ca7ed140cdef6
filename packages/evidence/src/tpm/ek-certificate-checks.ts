import { equalBytes } from "@sekisho/encoding";
import { parseDer, tags } from "@sekisho/encoding/der";
import type { Certificate } from "@sekisho/encoding/x509";
import type { Check } from "../check.ts";
import { findCertificatePath, keyDigest } from "./certificate-path.ts";
import type { EkCertificate } from "./ek-certificate.ts";
import type { PublicArea } from "./public-area.ts";
import { check } from "./result.ts";
import { subjectPublicKeyInfo } from "./subject-public-key-info.ts";

/** What an EK certificate is held against. */
export type EkCertificateExpectations = {
  /** Certificates that came with it, in any order; none of them is trusted for being there. */
  readonly issuers: readonly Certificate[];
  /** SHA-256 of the SubjectPublicKeyInfo of each trusted root, hexadecimal. */
  readonly roots: readonly string[];
  /** When the certificates must be valid. */
  readonly at: Date;
  /** Public area of the endorsement key that MakeCredential uses. */
  readonly endorsementKey: PublicArea;
};

const ekCertificateUsage = "2.23.133.8.1";
const extendedKeyUsage = "2.5.29.37";
const rsaEncryption = "1.2.840.113549.1.1.1";
const rsaesOaep = "1.2.840.113549.1.1.7";

/** Extensions whose meaning is looked at here, or which only add information (policies: any one will do). */
const understood: readonly string[] = ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.32", extendedKeyUsage];

/**
 * Whether the certificate is one of an endorsement key, for this very key, and leads to a given root: signatures, authorities,
 * dates, usage and critical extensions (RFC 5280, 6.1; TCG EK Credential Profile 2.5). For revocation see `checkEkRevocation`.
 */
export async function checkEkCertificate(
  { certificate }: EkCertificate,
  { issuers, roots, at, endorsementKey }: EkCertificateExpectations,
): Promise<readonly Check[]> {
  const path = await findCertificatePath(certificate, issuers, roots);
  const all = [certificate, ...path.issuers];
  const last = all[all.length - 1] ?? certificate;
  const chainStatus = path.rooted ? "pass" : "fail";
  return [
    check("tpm.ek-certificate.chain", {
      status: chainStatus,
      expected: roots.join(", "),
      actual: await keyDigest(last),
      detail: `tpm.ek-certificate.chain.${chainStatus}`,
      values: { name: last.subject.text },
    }),
    everyCheck("authorities", path.issuers, mayIssue),
    everyCheck("dates", all, ({ notBefore, notAfter }) => notBefore <= at && at <= notAfter),
    everyCheck("extensions", all, knownExtensions),
    usageCheck(certificate, endorsementKey),
    keyCheck(certificate, endorsementKey),
  ];
}

type Rule = "authorities" | "dates" | "extensions";

/** A rule for several certificates, of which the first that breaks it is named. */
function everyCheck(
  rule: Rule,
  certificates: readonly Certificate[],
  holds: (certificate: Certificate, index: number) => boolean,
): Check {
  const bad = certificates.find((certificate, index) => !holds(certificate, index));
  const id = `tpm.ek-certificate.${rule}` as const;
  if (bad === undefined) return check(id, { status: "pass", detail: `${id}.pass` });
  const dates = `${bad.notBefore.toISOString()} – ${bad.notAfter.toISOString()}`;
  const name = bad.subject.text === "" ? bad.serialNumber : bad.subject.text;
  return check(id, { status: "fail", actual: dates, detail: `${id}.fail`, values: { name } });
}

/** @param below how many authorities stand between this one and the leaf */
function mayIssue({ version, basicConstraints, keyUsage }: Certificate, below: number): boolean {
  const { ca = false, pathLength = below } = basicConstraints ?? {};
  return version === 3 && ca && pathLength >= below && keyUsage?.has("keyCertSign") === true;
}

function knownExtensions({ extensions }: Certificate): boolean {
  return [...extensions.values()].every(({ oid, critical }) => !critical || understood.includes(oid));
}

/** An EK decrypts: an RSA key enciphers keys, an elliptic-curve key agrees on them (3.2.15). */
function usageCheck(certificate: Certificate, { type }: PublicArea): Check {
  const usage = type === "rsa" ? "keyEncipherment" : "keyAgreement";
  const { basicConstraints, keyUsage } = certificate;
  const purposes = extendedUsages(certificate);
  const purposeFits = purposes === undefined || purposes.includes(ekCertificateUsage);
  const fits = keyUsage?.has(usage) === true && basicConstraints?.ca !== true && purposeFits;
  const status = fits ? "pass" : "fail";
  return check("tpm.ek-certificate.usage", {
    status,
    expected: usage,
    actual: [...(keyUsage ?? []), ...(basicConstraints?.ca === true ? ["CA"] : []), ...(purposes ?? [])].join(", "),
    detail: `tpm.ek-certificate.usage.${status}`,
  });
}

/** Identifiers of extKeyUsage; none where it can't be read, undefined where it is not there. */
function extendedUsages({ extensions }: Certificate): readonly string[] | undefined {
  const extension = extensions.get(extendedKeyUsage);
  if (extension === undefined) return undefined;
  const parsed = parseDer("extKeyUsage", extension.value, (reader) =>
    reader.sequence("extKeyUsage", (list) => list.all((one) => one.objectIdentifier("extKeyUsage"))),
  );
  return parsed.ok ? parsed.value : [];
}

function keyCheck({ subjectPublicKeyInfo: certified }: Certificate, endorsementKey: PublicArea): Check {
  const status = sameKey(certified, endorsementKey) ? "pass" : "fail";
  return check("tpm.ek-certificate.key", { status, detail: `tpm.ek-certificate.key.${status}` });
}

/** Some manufacturers mark an RSA endorsement key as one for OAEP; the key within is the same. */
function sameKey(certified: Uint8Array, endorsementKey: PublicArea): boolean {
  const own = subjectPublicKeyInfo(endorsementKey);
  if (equalBytes(certified, own)) return true;
  const [theirs, ours] = [keyInside(certified), keyInside(own)];
  if (theirs === undefined || ours === undefined || ours.oid !== rsaEncryption) return false;
  return theirs.oid === rsaesOaep && equalBytes(theirs.key, ours.key);
}

function keyInside(spki: Uint8Array): { readonly oid: string; readonly key: Uint8Array } | undefined {
  const parsed = parseDer("subjectPublicKeyInfo", spki, (reader) =>
    reader.sequence("subjectPublicKeyInfo", (inner) => {
      const algorithm = inner.inside("algorithm", inner.element("algorithm", tags.sequence));
      const oid = algorithm.objectIdentifier("algorithm");
      return { oid, key: inner.bitStringBytes("subjectPublicKey") };
    }),
  );
  return parsed.ok ? parsed.value : undefined;
}
