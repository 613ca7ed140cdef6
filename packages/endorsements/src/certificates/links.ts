import { equalBytes, type Malformed } from "@sekisho/encoding";
import type { Certificate } from "@sekisho/encoding/x509";
import { dateText } from "../date-text.ts";
import type { CertificateEntry } from "./entries.ts";

/** A certificate that could be parsed, with its cache entry. */
export type Link<Entry extends CertificateEntry = CertificateEntry> = {
  readonly certificate: Certificate;
  readonly entry: Entry;
};

/** The certificates that can be read, and what is wrong with the others. */
export function linksOf<Entry extends CertificateEntry>(
  certificates: readonly Uint8Array[],
  cache: { certificate(der: Uint8Array): Entry },
): { readonly links: readonly Link<Entry>[]; readonly unreadable: readonly Malformed[] } {
  const links: Link<Entry>[] = [];
  const unreadable: Malformed[] = [];
  for (const der of certificates) {
    const entry = cache.certificate(der);
    if (entry.parsed.ok) links.push({ certificate: entry.parsed.value, entry });
    else unreadable.push(entry.parsed.error);
  }
  return { links, unreadable };
}

/** The certificate with the issuer's name; where several have it, one whose key made the signature. */
export async function pickIssuer<Entry extends CertificateEntry>(
  subject: Link<Entry>,
  links: readonly Link<Entry>[],
): Promise<Link<Entry> | undefined> {
  const { issuer } = subject.certificate;
  const candidates = links.filter(({ certificate }) => equalBytes(certificate.subject.der, issuer.der));
  if (candidates.length < 2) return candidates[0];
  for (const candidate of candidates) {
    if (await subject.entry.isSignedBy(candidate.entry)) return candidate;
  }
  return candidates[0];
}

/** The common name, or what else there is to show. */
export function nameOf({ certificate: { subject } }: Link): string {
  return subject.commonName ?? subject.text;
}

/** Whether this certificate may sign certificates, with `below` more authorities between it and the last one. */
export function mayIssue({ version, basicConstraints, keyUsage }: Certificate, below: number): boolean {
  const deepEnough = basicConstraints?.pathLength === undefined || basicConstraints.pathLength >= below;
  return version === 3 && basicConstraints?.ca === true && deepEnough && keyUsage?.has("keyCertSign") === true;
}

const heededExtensions = ["2.5.29.19", "2.5.29.15"];

/** Whether it has a critical extension that nobody here looks at. */
export function unheededCritical({ extensions }: Certificate): boolean {
  for (const { critical, oid } of extensions.values()) if (critical && !heededExtensions.includes(oid)) return true;
  return false;
}

/** Whether it is valid at `at`. */
export function isValidAt({ notBefore, notAfter }: Certificate, at: Date): boolean {
  return notBefore <= at && at <= notAfter;
}

/** From when to when it is valid, for people. */
export function validityText({ notBefore, notAfter }: Certificate): string {
  return `${dateText(notBefore)} – ${dateText(notAfter)}`;
}
