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

/**
 * A certificate, with what is worked out of it once only: facts that no clock and no policy changes. Dates, pins and
 * revocation are judged anew each time.
 */
export class CertificateEntry {
  readonly parsed: Parsed<Certificate>;
  readonly #signers = new WeakMap<CertificateEntry, Promise<boolean>>();
  #key: Promise<PublicKey | undefined> | undefined;
  #keyDigest: Promise<string> | undefined;
  #digest: Promise<string> | undefined;

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

  /** Whether `issuer`'s key made this certificate's signature. */
  isSignedBy(issuer: CertificateEntry): Promise<boolean> {
    const known = this.#signers.get(issuer);
    if (known !== undefined) return known;
    const result = this.verifySignedBy(issuer);
    this.#signers.set(issuer, result);
    return result;
  }

  protected verifySignedBy(issuer: CertificateEntry): Promise<boolean> {
    return verifySignedBy(this.certificate, issuer, verifyCertificateSignature);
  }
}

/** A revocation list, likewise. */
export class CrlEntry {
  readonly parsed: Parsed<CertificateRevocationList>;
  readonly #signers = new WeakMap<CertificateEntry, Promise<boolean>>();
  #window: string | undefined;

  constructor(der: Uint8Array) {
    this.parsed = parseCrl(der);
  }

  /** From when to when it is valid, for people. */
  get window(): string {
    if (!this.parsed.ok) return "?";
    const { thisUpdate, nextUpdate } = this.parsed.value;
    return (this.#window ??= `${thisUpdate.toISOString()} – ${nextUpdate?.toISOString() ?? "?"}`);
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
