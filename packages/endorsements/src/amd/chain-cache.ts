import { toHex, type Parsed } from "@sekisho/encoding";
import { hash, importPublicKey, type PublicKey } from "@sekisho/encoding/crypto";
import {
  parseCertificate,
  parseCrl,
  verifyCertificateSignature,
  verifyCrlSignature,
  type Certificate,
  type CertificateRevocationList,
} from "@sekisho/encoding/x509";
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
export class CertificateEntry {
  readonly parsed: Parsed<Certificate>;
  readonly #signers = new WeakMap<CertificateEntry, Promise<boolean>>();
  #key: Promise<PublicKey | undefined> | undefined;
  #keyDigest: Promise<string> | undefined;
  #digest: Promise<string> | undefined;
  #extensions: Parsed<EndorsementExtensions> | undefined;

  constructor(der: Uint8Array) {
    this.parsed = parseCertificate(der);
  }

  /** The certificate; undefined when it could not be parsed. */
  get certificate(): Certificate | undefined {
    return this.parsed.ok ? this.parsed.value : undefined;
  }

  /** The subject's key; undefined when its kind is not supported. */
  key(): Promise<PublicKey | undefined> {
    const { certificate } = this;
    if (certificate === undefined) return Promise.resolve(undefined);
    return (this.#key ??= importPublicKey(certificate.subjectPublicKeyInfo));
  }

  /** SHA-256 over the SubjectPublicKeyInfo, hexadecimal. */
  keyDigest(): Promise<string> {
    const spki = this.certificate?.subjectPublicKeyInfo ?? new Uint8Array(0);
    return (this.#keyDigest ??= hash("sha256", spki).then(toHex));
  }

  /** SHA-256 over the whole certificate, hexadecimal. */
  digest(): Promise<string> {
    return (this.#digest ??= hash("sha256", this.certificate?.der ?? new Uint8Array(0)).then(toHex));
  }

  extensions(): Parsed<EndorsementExtensions> {
    if (!this.parsed.ok) return this.parsed;
    return (this.#extensions ??= readEndorsementExtensions(this.parsed.value));
  }

  /** Whether `issuer`'s key made this certificate's signature. */
  isSignedBy(issuer: CertificateEntry): Promise<boolean> {
    const known = this.#signers.get(issuer);
    if (known !== undefined) return known;
    const result = this.#verifySignedBy(issuer);
    this.#signers.set(issuer, result);
    return result;
  }

  async #verifySignedBy(issuer: CertificateEntry): Promise<boolean> {
    const [subject, signer] = await Promise.all([this.digest(), issuer.digest()]);
    if (publishedSignatures.get(subject) === signer) return true;
    return verifySignedBy(this.certificate, issuer, verifyCertificateSignature);
  }
}

/** A revocation list, likewise. */
export class CrlEntry {
  readonly parsed: Parsed<CertificateRevocationList>;
  readonly #signers = new WeakMap<CertificateEntry, Promise<boolean>>();

  constructor(der: Uint8Array) {
    this.parsed = parseCrl(der);
  }

  /** Whether `issuer`'s key made this list's signature. */
  isSignedBy(issuer: CertificateEntry): Promise<boolean> {
    const known = this.#signers.get(issuer);
    if (known !== undefined) return known;
    const result = verifySignedBy(this.parsed.ok ? this.parsed.value : undefined, issuer, verifyCrlSignature);
    this.#signers.set(issuer, result);
    return result;
  }
}

async function verifySignedBy<T>(
  signed: T | undefined,
  issuer: CertificateEntry,
  verify: (signed: T, key: PublicKey) => Promise<boolean>,
): Promise<boolean> {
  const key = await issuer.key();
  return signed !== undefined && key !== undefined && verify(signed, key);
}

class LeastRecentlyUsed<T> {
  readonly #entries = new Map<string, T>();
  readonly #limit: number;
  readonly #make: (bytes: Uint8Array) => T;

  constructor(limit: number, make: (bytes: Uint8Array) => T) {
    this.#limit = limit;
    this.#make = make;
  }

  get(bytes: Uint8Array): T {
    const name = nameOf(bytes);
    let entry = this.#entries.get(name);
    if (entry === undefined) entry = this.#make(bytes);
    else this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > this.#limit) {
      const { value: oldest } = this.#entries.keys().next();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return entry;
  }
}

const decoder = new TextDecoder("latin1");

/** A string for each array of bytes, one character for each byte: several times quicker than any hash. */
function nameOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
