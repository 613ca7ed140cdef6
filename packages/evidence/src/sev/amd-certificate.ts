import { ByteReader, ByteWriter, parseAll, type Parsed } from "@sekisho/encoding";
import { littleEndian, readNumber, shortest, type SevPublicKey } from "./public-key.ts";
import { usageNumbers, usageOfNumber } from "./registry.ts";

/** A certificate of AMD's own keys, ASK or ARK (SEV API 0.24, appendix B.1). */
export type AmdCertificate = {
  /** As they stood in the input. */
  readonly bytes: Uint8Array;
  readonly usage: "ASK" | "ARK";
  /** KEY_ID and CERTIFYING_ID: 16 bytes each; the same in a root. */
  readonly keyId: Uint8Array;
  readonly certifyingId: Uint8Array;
  readonly key: Extract<SevPublicKey, { readonly type: "rsa" }>;
  /** What the signature covers. */
  readonly signedBytes: Uint8Array;
  /** Big-endian. Undefined where the file ends before it: AMD published the ARK of Naples so. */
  readonly signature: Uint8Array | undefined;
};

/** Where KEY_USAGE stands, by which this format is told from a platform's own. */
const headerLength = 64;

/**
 * Reads one ASK or ARK: version ‖ KEY_ID (16) ‖ CERTIFYING_ID (16) ‖ KEY_USAGE ‖ reserved (16) ‖ sizes of exponent and modulus in
 * bits ‖ exponent ‖ modulus ‖ signature; numbers little-endian, each as long as its size says.
 */
export function parseAmdCertificate(bytes: Uint8Array): Parsed<AmdCertificate> {
  return parseAll("AMD certificate", bytes, readAmdCertificate);
}

/** Reads a certificate off the front of a longer input. */
export function readAmdCertificate(outer: ByteReader): AmdCertificate {
  const { offset: start } = outer;
  const header = outer.bytes("AMD certificate", headerLength);
  const reader = new ByteReader(header, start);
  const version = reader.u32le("VERSION");
  if (version !== 1) reader.fail("version", "VERSION", "1", `${version}`, start);
  const keyId = reader.bytes("KEY_ID", 16);
  const certifyingId = reader.bytes("CERTIFYING_ID", 16);
  const usageNumber = reader.u32le("KEY_USAGE");
  const usage = usageOfNumber(usageNumber);
  if (usage !== "ARK" && usage !== "ASK") {
    return reader.fail("value", "KEY_USAGE", "ARK or ASK", `0x${usageNumber.toString(16)}`, start + 36);
  }
  reader.reserved("reserved bytes", 16);
  const exponentBits = readSize(reader, "PUBEXP_SIZE");
  const modulusBits = readSize(reader, "MODULUS_SIZE");
  const [exponentLength, length] = [exponentBits / 8, modulusBits / 8];
  const body = outer.bytes("key", exponentLength + length);
  const numbers = new ByteReader(body, start + headerLength);
  const exponent = shortest(readNumber(numbers, "PUBEXP", exponentLength, exponentLength));
  const modulus = readNumber(numbers, "MODULUS", length, length);
  const signedBytes = new ByteWriter().bytes(header).bytes(body).finish();
  const unsigned = usage === "ARK" && outer.remaining === 0;
  const stored = unsigned ? undefined : outer.bytes("SIGNATURE", length);
  const bytes = new ByteWriter().bytes(signedBytes).bytes(stored ?? new Uint8Array());
  const key = { type: "rsa", modulus, exponent } as const;
  const signature = stored?.toReversed();
  return { bytes: bytes.finish(), usage, keyId, certifyingId, key, signedBytes, signature };
}

function readSize(reader: ByteReader, field: string): number {
  const { offset } = reader;
  const bits = reader.u32le(field);
  if (bits !== 2048 && bits !== 4096) reader.fail("value", field, "2048 or 4096", `${bits}`, offset);
  return bits;
}

/** What a certificate of AMD's says before it is signed; exponent and modulus take as many bytes as the modulus has. */
export function encodeAmdCertificateBody(
  content: Pick<AmdCertificate, "usage" | "keyId" | "certifyingId" | "key">,
): Uint8Array {
  const { usage, keyId, certifyingId, key } = content;
  const { length } = key.modulus;
  const writer = new ByteWriter().u32le(1).bytes(keyId).bytes(certifyingId).u32le(usageNumbers[usage]).zeros(16);
  writer.u32le(8 * length).u32le(8 * length);
  return writer.bytes(littleEndian(key.exponent, length)).bytes(littleEndian(key.modulus, length)).finish();
}
