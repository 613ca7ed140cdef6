import type { Parsed } from "@sekisho/encoding";
import { CertificateEntry as AnyCertificateEntry, CrlEntry } from "../certificates/entries.ts";
import { LeastRecentlyUsed } from "../certificates/least-recently-used.ts";
import { readEndorsementExtensions, type EndorsementExtensions } from "./extensions.ts";
import { publishedSignatures } from "./published.ts";

/**
 * Remembers what was parsed, imported and verified of certificates and revocation lists, by their exact bytes. It holds facts
 * that no clock and no policy changes; dates, pins and revocation are judged anew each time. Keep one for a process.
 */
export type AmdChainCache = {
  certificate(der: Uint8Array): CertificateEntry;
  crl(der: Uint8Array): CrlEntry;
};

/** @param limit how many certificates, and how many lists, are remembered; those unused for longest go first */
export function createAmdChainCache(limit = 1024): AmdChainCache {
  const certificates = new LeastRecentlyUsed(limit, (der) => new CertificateEntry(der));
  const crls = new LeastRecentlyUsed(limit, (der) => new CrlEntry(der));
  return { certificate: (der) => certificates.get(der), crl: (der) => crls.get(der) };
}

/** A certificate, with what is worked out of it once only. */
export class CertificateEntry extends AnyCertificateEntry {
  #extensions: Parsed<EndorsementExtensions> | undefined;

  extensions(): Parsed<EndorsementExtensions> {
    if (!this.parsed.ok) return this.parsed;
    return (this.#extensions ??= readEndorsementExtensions(this.parsed.value));
  }

  protected override async verifySignedBy(issuer: AnyCertificateEntry): Promise<boolean> {
    const [subject, signer] = await Promise.all([this.digest(), issuer.digest()]);
    return publishedSignatures.get(subject) === signer || super.verifySignedBy(issuer);
  }
}
