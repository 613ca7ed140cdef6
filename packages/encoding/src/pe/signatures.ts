import { isAllZero } from "../bytes/compare.ts";
import { parseAll } from "../bytes/parse-all.ts";
import { parseDer } from "../der/parse.ts";
import type { DerReader } from "../der/reader.ts";
import { contextTag, tags } from "../der/tags.ts";
import type { HashAlgorithm } from "../crypto/types.ts";
import type { Parsed } from "../malformed.ts";
import { parseCertificate, readSerialNumber, type Certificate } from "../x509/certificate.ts";
import { readName, type DistinguishedName } from "../x509/name.ts";
import type { PeImage } from "./image.ts";

/** One Authenticode signature: PKCS #7 SignedData over the image's digest (RFC 2315; Microsoft's SpcIndirectDataContent). */
export type AuthenticodeSignature = {
  /** The digest of the image that was signed. */
  readonly imageDigest: { readonly algorithm: HashAlgorithm; readonly value: Uint8Array };
  /** Content octets of SpcIndirectDataContent: the attribute messageDigest is their hash. */
  readonly content: Uint8Array;
  /** As embedded, in their order; any of them may be there for no reason. */
  readonly certificates: readonly Certificate[];
  readonly signer: AuthenticodeSigner;
};

export type AuthenticodeSigner = {
  readonly issuer: DistinguishedName;
  readonly serialNumber: string;
  readonly digestAlgorithm: HashAlgorithm;
  /** The signed attributes as a SET, which is what the signature covers. */
  readonly attributes: Uint8Array;
  readonly messageDigest: Uint8Array;
  /** RSA signatures only: every UEFI signer has one. */
  readonly signature: Uint8Array;
};

const oids = {
  signedData: "1.2.840.113549.1.7.2",
  indirectData: "1.3.6.1.4.1.311.2.1.4",
  messageDigest: "1.2.840.113549.1.9.4",
  rsa: ["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"],
} as const;

const hashes: Readonly<Record<string, HashAlgorithm>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

const certificateType = { revision: 0x0200, pkcs: 0x0002 } as const;

/**
 * Reads an image's signatures, in their order; none for an image without. Each is a WIN_CERTIFICATE of eight-byte alignment.
 *
 * @param bytes the whole file that `parsePe` read `image` from
 */
export function parsePeSignatures(bytes: Uint8Array, image: PeImage): Parsed<readonly AuthenticodeSignature[]> {
  const { offset = 0, size = 0 } = image.certificates ?? {};
  const entries = parseAll("certificate table", bytes.subarray(offset, offset + size), (reader) => {
    const contents: Uint8Array[] = [];
    while (reader.remaining > 0) {
      const start = reader.offset;
      const length = reader.u32le("dwLength");
      const revision = reader.u16le("wRevision");
      const type = reader.u16le("wCertificateType");
      if (length < 8) reader.fail("value", "dwLength", "8 or more", `${length}`, start);
      if (revision !== certificateType.revision || type !== certificateType.pkcs) {
        reader.fail("version", "wCertificateType", "revision 0x200, type 2", `${revision}, ${type}`, start + 4);
      }
      contents.push(reader.bytes("bCertificate", length - 8));
      reader.reserved("padding", Math.min(reader.remaining, -length & 7));
    }
    return contents;
  });
  if (!entries.ok) return entries;
  const signatures: AuthenticodeSignature[] = [];
  for (const content of entries.value) {
    const signature = parseAuthenticode(content);
    if (!signature.ok) return signature;
    signatures.push(signature.value);
  }
  return { ok: true, value: signatures };
}

/** Reads one signature from its DER. Zeros up to the next multiple of eight may follow it, as signing tools count them in. */
export function parseAuthenticode(der: Uint8Array): Parsed<AuthenticodeSignature> {
  return parseDer("Authenticode signature", withoutPadding(der), (reader) =>
    reader.sequence("ContentInfo", (info) => {
      expectOid(info, "contentType", oids.signedData);
      return info.constructed("content", contextTag(0), (content) => content.sequence("SignedData", readSignedData));
    }),
  );
}

/** Without the zeros after the outermost element, if they are fewer than eight; anything else is left to the reader of DER. */
function withoutPadding(der: Uint8Array): Uint8Array {
  const lengthOctets = (der[1] ?? 0) & 0x7f;
  if ((der[1] ?? 0) < 0x80 || lengthOctets > 4) return der;
  const length = der.subarray(2, 2 + lengthOctets).reduce((value, octet) => value * 256 + octet, 0);
  const end = 2 + lengthOctets + length;
  return der.length - end < 8 && isAllZero(der.subarray(end)) ? der.subarray(0, end) : der;
}

function readSignedData(reader: DerReader): AuthenticodeSignature {
  const { offset } = reader;
  const version = reader.integer("version");
  if (version !== 1n) reader.fail("version", "version", "1", `${version}`, offset);
  reader.constructed("digestAlgorithms", tags.set, (set) => set.all((one) => readHash(one, "digestAlgorithm")));
  const { imageDigest, content } = reader.sequence("encapContentInfo", readContent);
  const list = reader.optional("certificates", contextTag(0));
  const certificates = list === undefined ? [] : readCertificates(reader, list);
  reader.optional("crls", contextTag(1));
  const signers = reader.constructed("signerInfos", tags.set, (set) => set.all((one) => readSigner(one)));
  const [signer] = signers;
  if (signer === undefined || signers.length > 1) {
    return reader.fail("value", "signerInfos", "one signer", `${signers.length}`, offset);
  }
  return { imageDigest, content, certificates, signer };
}

function readContent(reader: DerReader): Pick<AuthenticodeSignature, "imageDigest" | "content"> {
  expectOid(reader, "eContentType", oids.indirectData);
  return reader.constructed("eContent", contextTag(0), (explicit) => {
    const element = explicit.element("SpcIndirectDataContent", tags.sequence);
    const fields = explicit.inside("SpcIndirectDataContent", element);
    fields.element("data", tags.sequence);
    const imageDigest = fields.sequence("messageDigest", (digest) => ({
      algorithm: readHash(digest, "digestAlgorithm"),
      value: digest.octetString("digest"),
    }));
    fields.end("SpcIndirectDataContent");
    return { imageDigest, content: element.content };
  });
}

function readCertificates(reader: DerReader, list: Parameters<DerReader["inside"]>[1]): readonly Certificate[] {
  return reader.inside("certificates", list).all((one) => {
    const { encoded, offset } = one.element("certificate", tags.sequence);
    const certificate = parseCertificate(encoded);
    if (certificate.ok) return certificate.value;
    const { code, field, expected, actual } = certificate.error;
    return one.fail(code, field, expected, actual, offset + certificate.error.offset);
  });
}

function readSigner(reader: DerReader): AuthenticodeSigner {
  return reader.sequence("SignerInfo", (info) => {
    const { offset } = info;
    const version = info.integer("version");
    if (version !== 1n) info.fail("version", "version", "1", `${version}`, offset);
    const { issuer, serialNumber } = info.sequence("issuerAndSerialNumber", (who) => ({
      issuer: readName(who, "issuer"),
      serialNumber: readSerialNumber(who, "serialNumber"),
    }));
    const digestAlgorithm = readHash(info, "digestAlgorithm");
    const signed = info.element("authenticatedAttributes", contextTag(0));
    const messageDigest = readMessageDigest(info.inside("authenticatedAttributes", signed));
    // The signature covers the attributes with the tag of a SET in place of [0] (RFC 2315, 9.3).
    const attributes = new Uint8Array(signed.encoded);
    attributes[0] = tags.set;
    readEncryptionAlgorithm(info);
    const signature = info.octetString("encryptedDigest");
    info.optional("unauthenticatedAttributes", contextTag(1));
    return { issuer, serialNumber, digestAlgorithm, attributes, messageDigest, signature };
  });
}

function readMessageDigest(reader: DerReader): Uint8Array {
  const { offset } = reader;
  const found = reader
    .all((one) =>
      one.sequence("attribute", (attribute) => {
        const oid = attribute.objectIdentifier("attribute type");
        const values = attribute.element("attribute values", tags.set);
        if (oid !== oids.messageDigest) return [];
        return attribute.inside("messageDigest", values).all((value) => value.octetString("messageDigest"));
      }),
    )
    .flat();
  const [digest] = found;
  return digest === undefined || found.length > 1
    ? reader.fail("value", "messageDigest", "one digest", `${found.length}`, offset)
    : digest;
}

function readEncryptionAlgorithm(reader: DerReader): void {
  const { offset } = reader;
  const oid = reader.sequence("digestEncryptionAlgorithm", (algorithm) => {
    const name = algorithm.objectIdentifier("digestEncryptionAlgorithm");
    if (!algorithm.atEnd) algorithm.element("parameters");
    return name;
  });
  if (oids.rsa.every((rsa) => rsa !== oid)) {
    reader.fail("value", "digestEncryptionAlgorithm", "RSA (PKCS #1 v1.5)", oid, offset);
  }
}

function readHash(reader: DerReader, field: string): HashAlgorithm {
  return reader.sequence(field, (algorithm) => {
    const { offset } = algorithm;
    const oid = algorithm.objectIdentifier(field);
    if (!algorithm.atEnd) algorithm.null(`${field} parameters`);
    return hashes[oid] ?? algorithm.fail("value", field, "SHA-1 or SHA-2", oid, offset);
  });
}

function expectOid(reader: DerReader, field: string, expected: string): void {
  const { offset } = reader;
  const actual = reader.objectIdentifier(field);
  if (actual !== expected) reader.fail("value", field, expected, actual, offset);
}
