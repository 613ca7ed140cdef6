import { ByteReader, ByteWriter, parseAll, type Parsed } from "@sekisho/encoding";
import { encodePublicKey, readPublicKey, type SevPublicKey } from "./public-key.ts";
import {
  algorithmNumber,
  algorithmOfNumber,
  unusedUsage,
  usageNumbers,
  usageOfNumber,
  type KeyAlgorithm,
  type KeyUsage,
} from "./registry.ts";

/** One of the two signatures of a certificate: who is said to have made it, and how. */
export type SevSignature = {
  readonly usage: KeyUsage;
  readonly algorithm: KeyAlgorithm;
  /** 512 bytes as they stand there: an RSA number, or R and S of 72 bytes each; little-endian. */
  readonly bytes: Uint8Array;
};

/** A certificate of a platform's own keys: PDH, PEK, OCA or CEK (SEV API 0.24, appendix C.1). */
export type SevCertificate = {
  /** All 2084 bytes. */
  readonly bytes: Uint8Array;
  /** API that made the certificate; nothing is judged by it. */
  readonly apiMajor: number;
  readonly apiMinor: number;
  readonly usage: Exclude<KeyUsage, "ARK" | "ASK">;
  readonly algorithm: KeyAlgorithm;
  readonly key: SevPublicKey;
  /** Those that are there: none to two. */
  readonly signatures: readonly SevSignature[];
};

/** Bytes of a certificate of a platform's own keys. */
export const sevCertificateLength = 2084;
/** What its signatures cover: everything before them. */
export const sevSignedLength = 0x414;
const signatureLength = 512;

/**
 * Reads one certificate of exactly 2084 bytes, little-endian: version ‖ API major, minor ‖ reserved (2) ‖ usage ‖ algorithm ‖ key
 * (1028) ‖ twice: usage ‖ algorithm ‖ signature (512). Nothing is to be believed before `verifySevCertificate`.
 */
export function parseSevCertificate(bytes: Uint8Array): Parsed<SevCertificate> {
  return parseAll("SEV certificate", bytes, readSevCertificate);
}

/** Reads a certificate off the front of a longer input. */
export function readSevCertificate(outer: ByteReader): SevCertificate {
  const { offset: start } = outer;
  const bytes = outer.bytes("SEV certificate", sevCertificateLength);
  const reader = new ByteReader(bytes, start);
  const version = reader.u32le("VERSION");
  if (version !== 1) reader.fail("version", "VERSION", "1", `${version}`, start);
  const apiMajor = reader.u8("API_MAJOR");
  const apiMinor = reader.u8("API_MINOR");
  reader.reserved("reserved bytes", 2);
  const usage = usageOfNumber(reader.u32le("PUBKEY_USAGE"));
  if (usage === undefined || usage === "ARK" || usage === "ASK") {
    return reader.fail("value", "PUBKEY_USAGE", "OCA, PEK, PDH or CEK", usage ?? "none of them", start + 8);
  }
  const algorithm = algorithmOfNumber(reader.u32le("PUBKEY_ALGO"));
  if (algorithm === undefined) return reader.fail("value", "PUBKEY_ALGO", "a known algorithm", "none", start + 12);
  const key = readPublicKey(reader, algorithm);
  const signatures = [readSignature(reader, "SIG1"), readSignature(reader, "SIG2")].filter((one) => one !== undefined);
  reader.end("SEV certificate");
  return { bytes, apiMajor, apiMinor, usage, algorithm, key, signatures };
}

/** A place for a signature that is not used says so by usage 0x1000 or by algorithm 0; its bytes then mean nothing. */
function readSignature(reader: ByteReader, name: "SIG1" | "SIG2"): SevSignature | undefined {
  const { offset } = reader;
  const usageNumber = reader.u32le(`${name}_USAGE`);
  const algorithmOf = reader.u32le(`${name}_ALGO`);
  const bytes = reader.bytes(name, signatureLength);
  if (usageNumber === unusedUsage || algorithmOf === 0) return undefined;
  const usage = usageOfNumber(usageNumber);
  if (usage === undefined) {
    return reader.fail("value", `${name}_USAGE`, "a known usage", `0x${usageNumber.toString(16)}`, offset);
  }
  const algorithm = algorithmOfNumber(algorithmOf);
  if (algorithm === undefined || algorithm.kind === "ecdh") {
    const actual = `0x${algorithmOf.toString(16)}`;
    return reader.fail("value", `${name}_ALGO`, "RSA or ECDSA", actual, offset + 4);
  }
  return { usage, algorithm, bytes };
}

/** What a certificate says before it is signed. */
export type SevCertificateContent = Omit<SevCertificate, "bytes" | "signatures">;

/** The 1044 bytes that a certificate's signatures cover. */
export function encodeSevCertificateBody(content: SevCertificateContent): Uint8Array {
  const { apiMajor, apiMinor, usage, algorithm, key } = content;
  const writer = new ByteWriter().u32le(1).u8(apiMajor).u8(apiMinor).zeros(2);
  writer.u32le(usageNumbers[usage]).u32le(algorithmNumber(algorithm));
  return writer.bytes(encodePublicKey(key)).finish();
}

/**
 * A whole certificate of 2084 bytes: the body, then at most two signatures. Without any it is what a guest owner hands to
 * LAUNCH_START, whose firmware does not look at that certificate's signatures.
 */
export function encodeSevCertificate(body: Uint8Array, signatures: readonly SevSignature[] = []): Uint8Array {
  const writer = new ByteWriter().bytes(body);
  for (const place of [0, 1]) {
    const signature = signatures[place];
    if (signature === undefined) writer.u32le(unusedUsage).u32le(0).zeros(signatureLength);
    else {
      const { usage, algorithm, bytes } = signature;
      writer.u32le(usageNumbers[usage]).u32le(algorithmNumber(algorithm)).bytes(bytes);
    }
  }
  return writer.padTo(sevCertificateLength).finish();
}
