import type { Parsed } from "@sekisho/encoding";
import { importPublicKey, verifySignature, type PublicKey } from "@sekisho/encoding/crypto";
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
  /** The key with this SubjectPublicKeyInfo; undefined when it is malformed. */
  attestationKey(spki: Uint8Array): Promise<PublicKey | undefined>;
};

/** @param limit how many certificates, lists, documents and keys are remembered of each; those unused for longest go first */
export function createIntelChainCache(limit = 1024): IntelChainCache {
  const certificates = new LeastRecentlyUsed(limit, (der) => new CertificateEntry(der));
  const crls = new LeastRecentlyUsed(limit, (der) => new CrlEntry(der));
  const documents = new LeastRecentlyUsed(limit, (signedBytes, signature) => new DocumentEntry(signedBytes, signature));
  const keys = new LeastRecentlyUsed(limit, importPublicKey);
  return {
    certificate: (der) => certificates.get(der),
    crl: (der) => crls.get(der),
    document: ({ signedBytes, signature }) => documents.get(signedBytes, signature),
    attestationKey: (spki) => keys.get(spki),
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

/** A document with its signature, likewise. */
export class DocumentEntry {
  readonly #signedBytes: Uint8Array;
  readonly #signature: Uint8Array;
  readonly #signers = new WeakMap<CertificateEntry, Promise<boolean>>();

  constructor(signedBytes: Uint8Array, signature: Uint8Array) {
    this.#signedBytes = signedBytes.slice();
    this.#signature = signature.slice();
  }

  /** Whether `signer`'s key made the document's signature. */
  isSignedBy(signer: CertificateEntry): Promise<boolean> {
    const known = this.#signers.get(signer);
    if (known !== undefined) return known;
    const result = this.#verify(signer);
    this.#signers.set(signer, result);
    return result;
  }

  async #verify(signer: CertificateEntry): Promise<boolean> {
    const key = await signer.key();
    return key?.curve === "P-256" && verifySignature(ecdsaSha256, key, this.#signedBytes, this.#signature);
  }
}
