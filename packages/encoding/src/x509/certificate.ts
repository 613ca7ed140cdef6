import { equalBytes } from "../bytes/compare.ts";
import { parseDer } from "../der/parse.ts";
import type { DerReader } from "../der/reader.ts";
import { contextTag, tags } from "../der/tags.ts";
import { toHex } from "../text/hex.ts";
import type { Parsed } from "../malformed.ts";
import {
  readBasicConstraints,
  readExtensions,
  readKeyUsage,
  type BasicConstraints,
  type Extension,
  type KeyUsage,
} from "./extensions.ts";
import { readName, type DistinguishedName } from "./name.ts";
import { readSignatureAlgorithm, type SignatureAlgorithm } from "./signature-algorithm.ts";

/** An X.509 certificate as RFC 5280, 4.1 lays it out. Nothing in it is to be believed before its signature is checked. */
export type Certificate = {
  /** The whole certificate. */
  readonly der: Uint8Array;
  /** The TBSCertificate: what the signature covers. */
  readonly tbs: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** Hexadecimal, two digits for each octet, without sign octet; AMD's VCEKs all have "00". */
  readonly serialNumber: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DER of the SubjectPublicKeyInfo; `importPublicKey` of the crypto room takes it. */
  readonly subjectPublicKeyInfo: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** As the certificate carries it: ECDSA signatures are DER here, see `ecdsaSignatureFromDer`. */
  readonly signature: Uint8Array;
  /** By object identifier. */
  readonly extensions: ReadonlyMap<string, Extension>;
  readonly basicConstraints: BasicConstraints | undefined;
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined;
};

/** Reads one certificate from DER, and nothing after it. */
export function parseCertificate(der: Uint8Array): Parsed<Certificate> {
  return parseDer("certificate", der, (reader) => {
    const certificate = reader.element("certificate", tags.sequence);
    const parts = reader.inside("certificate", certificate);
    const tbs = parts.element("tbsCertificate", tags.sequence);
    const fields = parts.inside("tbsCertificate", tbs);
    const body = readBody(fields);
    fields.end("tbsCertificate");
    const { offset } = parts;
    const signatureAlgorithm = readSignatureAlgorithm(parts, "signatureAlgorithm");
    if (!equalBytes(signatureAlgorithm.der, body.innerAlgorithm.der)) {
      parts.fail("value", "signatureAlgorithm", body.innerAlgorithm.oid, signatureAlgorithm.oid, offset);
    }
    const signature = parts.bitStringBytes("signatureValue");
    parts.end("certificate");
    const { innerAlgorithm: _, ...rest } = body;
    return { der: certificate.encoded, tbs: tbs.encoded, ...rest, signatureAlgorithm, signature };
  });
}

type Body = Omit<Certificate, "der" | "tbs" | "signatureAlgorithm" | "signature"> & {
  readonly innerAlgorithm: SignatureAlgorithm;
};

function readBody(reader: DerReader): Body {
  const version = readVersion(reader);
  const serialNumber = readSerialNumber(reader, "serialNumber");
  const innerAlgorithm = readSignatureAlgorithm(reader, "signature");
  const issuer = readName(reader, "issuer");
  const { notBefore, notAfter } = reader.sequence("validity", (validity) => ({
    notBefore: validity.time("notBefore"),
    notAfter: validity.time("notAfter"),
  }));
  const subject = readName(reader, "subject");
  const subjectPublicKeyInfo = reader.element("subjectPublicKeyInfo", tags.sequence).encoded;
  reader.optional("issuerUniqueID", contextTag(1, false));
  reader.optional("subjectUniqueID", contextTag(2, false));
  const extensions: ReadonlyMap<string, Extension> =
    version === 3 && reader.nextTag === contextTag(3)
      ? reader.constructed("extensions", contextTag(3), (list) => readExtensions(list, "extensions"))
      : new Map();
  const basicConstraints = readBasicConstraints(extensions);
  const keyUsage = readKeyUsage(extensions);
  const names = { serialNumber, issuer, subject, notBefore, notAfter };
  return { version, ...names, subjectPublicKeyInfo, extensions, basicConstraints, keyUsage, innerAlgorithm };
}

function readVersion(reader: DerReader): 1 | 2 | 3 {
  if (reader.nextTag !== contextTag(0)) return 1;
  return reader.constructed("version", contextTag(0), (inner) => {
    const { offset } = inner;
    const version = inner.integer("version");
    if (version === 2n) return 3;
    if (version === 1n) return 2;
    return inner.fail("version", "version", "1 or 2 (X.509 v2 or v3)", `${version}`, offset);
  });
}

/** A serial number in hexadecimal; zero is allowed, as AMD issues it, negative ones are not. */
export function readSerialNumber(reader: DerReader, field: string): string {
  const { offset } = reader;
  const octets = reader.integerBytes(field);
  if ((octets[0] ?? 0) >= 0x80) reader.fail("value", field, "zero or more", `0x${toHex(octets)}`, offset);
  if (octets.length > 33) reader.fail("limit", field, "at most 33 octets", `${octets.length} octets`, offset);
  return toHex(octets.length > 1 && octets[0] === 0 ? octets.subarray(1) : octets);
}
