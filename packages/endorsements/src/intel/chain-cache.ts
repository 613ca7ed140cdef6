import { equalBytes, type Parsed } from "@sekisho/encoding";
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
  const documents = new LeastRecentlyUsed(limit, (signedBytes) => new DocumentEntry(signedBytes.slice()));
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

/** A signed document, likewise. */
export class DocumentEntry {
  readonly #signedBytes: Uint8Array;
  readonly #signers = new WeakMap<
    CertificateEntry,
    { readonly signature: Uint8Array; readonly genuine: Promise<boolean> }
  >();

  constructor(signedBytes: Uint8Array) {
    this.#signedBytes = signedBytes;
  }

  /** Whether `signer`'s key made `signature` (R ‖ S) over the document. */
  isSignedBy(signer: CertificateEntry, signature: Uint8Array): Promise<boolean> {
    const known = this.#signers.get(signer);
    if (known !== undefined && equalBytes(known.signature, signature)) return known.genuine;
    const genuine = this.#verify(signer, signature);
    this.#signers.set(signer, { signature: signature.slice(), genuine });
    return genuine;
  }

  async #verify(signer: CertificateEntry, signature: Uint8Array): Promise<boolean> {
    const key = await signer.key();
    return key?.curve === "P-256" && verifySignature(ecdsaSha256, key, this.#signedBytes, signature);
  }
}
