import type { Parsed } from "@sekisho/encoding";
import { verifySignature } from "@sekisho/encoding/crypto";
import { CertificateEntry as AnyCertificateEntry, CrlEntry } from "../certificates/entries.ts";
import { LeastRecentlyUsed } from "../certificates/least-recently-used.ts";
import type { CollateralDocument } from "./collateral.ts";
import { readPckExtensions, type PckExtensions } from "./pck-extensions.ts";

export type { CrlEntry } from "../certificates/entries.ts";

/**
 * Remembers what was parsed, imported and verified of certificates, revocation lists and documents, by their exact bytes. It
 * holds facts that no clock and no policy changes; dates, pins and revocation are judged anew each time. Keep one for a
 * process.
 */
export type IntelChainCache = {
  certificate(der: Uint8Array): CertificateEntry;
  crl(der: Uint8Array): CrlEntry;
  document(document: CollateralDocument): DocumentEntry;
};

/** @param limit how many certificates, lists and documents are remembered of each; those unused for longest go first */
export function createIntelChainCache(limit = 1024): IntelChainCache {
  const certificates = new LeastRecentlyUsed(limit, (der) => new CertificateEntry(der));
  const crls = new LeastRecentlyUsed(limit, (der) => new CrlEntry(der));
  const documents = new LeastRecentlyUsed(limit, (signedBytes) => new DocumentEntry(signedBytes));
  return {
    certificate: (der) => certificates.get(der),
    crl: (der) => crls.get(der),
    document: ({ signedBytes }) => documents.get(signedBytes),
  };
}

/** A certificate, with what is worked out of it once only. */
export class CertificateEntry extends AnyCertificateEntry {
  #extensions: Parsed<PckExtensions> | undefined;

  pckExtensions(): Parsed<PckExtensions> {
    if (!this.parsed.ok) return this.parsed;
    return (this.#extensions ??= readPckExtensions(this.parsed.value));
  }
}

const ecdsaSha256 = { kind: "ecdsa", hash: "sha256" } as const;

/** A signed document, likewise. */
export class DocumentEntry {
  readonly #signedBytes: Uint8Array;
  readonly #signers = new WeakMap<CertificateEntry, Map<string, Promise<boolean>>>();

  constructor(signedBytes: Uint8Array) {
    this.#signedBytes = signedBytes;
  }

  /** Whether `signer`'s key made `signature` (R ‖ S) over the document. */
  isSignedBy(signer: CertificateEntry, signature: Uint8Array): Promise<boolean> {
    const known = this.#signers.get(signer) ?? new Map<string, Promise<boolean>>();
    this.#signers.set(signer, known);
    const name = signature.join();
    const result = known.get(name) ?? this.#verify(signer, signature);
    // One right signature and a few wrong ones are worth remembering; more are an attempt to fill the memory.
    if (known.size < 8) known.set(name, result);
    return result;
  }

  async #verify(signer: CertificateEntry, signature: Uint8Array): Promise<boolean> {
    const key = await signer.key();
    return key?.curve === "P-256" && verifySignature(ecdsaSha256, key, this.#signedBytes, signature);
  }
}
