import { ByteWriter, concatBytes, isAllZero, toHex, type ByteReader } from "@sekisho/encoding";
import { derWriter as der, tags } from "@sekisho/encoding/der";
import { importPublicKey, type PublicKey } from "@sekisho/encoding/crypto";
import type { KeyAlgorithm } from "./registry.ts";

/** A public key of a platform; numbers are big-endian, coordinates as long as the curve's field. */
export type SevPublicKey =
  | { readonly type: "rsa"; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | { readonly type: "ec"; readonly curve: SevCurve; readonly x: Uint8Array; readonly y: Uint8Array };

export type SevCurve = keyof typeof curves;

const curves = {
  "P-256": { number: 1, length: 32, oid: "1.2.840.10045.3.1.7" },
  "P-384": { number: 2, length: 48, oid: "1.3.132.0.34" },
} as const;

/** Bytes that a certificate has for its key, of whatever kind. */
export const publicKeyLength = 4 + 512 + 512;
const coordinateLength = 72;
const rsaNumberLength = 512;

/**
 * Reads the key area of a certificate: 1028 bytes, numbers little-endian (SEV API 0.24, appendix C.3).
 *
 * RSA: modulus size in bits ‖ exponent (512) ‖ modulus (512). ECDSA and ECDH: curve ‖ QX (72) ‖ QY (72) ‖ reserved.
 */
export function readPublicKey(reader: ByteReader, { kind }: KeyAlgorithm): SevPublicKey {
  return kind === "rsa" ? readRsaKey(reader) : readEcKey(reader);
}

function readRsaKey(reader: ByteReader): SevPublicKey {
  const { offset } = reader;
  const bits = reader.u32le("MODULUS_SIZE");
  if (bits !== 2048 && bits !== 4096) reader.fail("value", "MODULUS_SIZE", "2048 or 4096", `${bits}`, offset);
  const exponent = shortest(readNumber(reader, "PUBEXP", rsaNumberLength, rsaNumberLength));
  return { type: "rsa", exponent, modulus: readNumber(reader, "MODULUS", rsaNumberLength, bits / 8) };
}

function readEcKey(reader: ByteReader): SevPublicKey {
  const { offset } = reader;
  const number = reader.u32le("CURVE");
  const curve = (Object.keys(curves) as SevCurve[]).find((name) => curves[name].number === number);
  if (curve === undefined) return reader.fail("value", "CURVE", "1 (P-256) or 2 (P-384)", `${number}`, offset);
  const { length } = curves[curve];
  const x = readNumber(reader, "QX", coordinateLength, length);
  const y = readNumber(reader, "QY", coordinateLength, length);
  reader.reserved("reserved bytes of PUBKEY", publicKeyLength - 4 - 2 * coordinateLength);
  return { type: "ec", curve, x, y };
}

/**
 * A little-endian number of `room` bytes as `length` bytes, big-endian; what does not fit `length` must be zero.
 */
export function readNumber(reader: ByteReader, field: string, room: number, length: number): Uint8Array {
  const { offset } = reader;
  const bytes = reader.bytes(field, room);
  if (!isAllZero(bytes.subarray(length))) {
    reader.fail("value", field, `a number of ${length} bytes`, "a larger one", offset + length);
  }
  return bytes.subarray(0, length).toReversed();
}

/** A big-endian number as `room` bytes, little-endian. @throws RangeError when it does not fit */
export function littleEndian(number: Uint8Array, room: number): Uint8Array {
  if (number.length > room) throw new RangeError(`a number of ${number.length} bytes, where ${room} fit`);
  return concatBytes(number.toReversed(), new Uint8Array(room - number.length));
}

/** The 1028 bytes of a key area; the inverse of {@link readPublicKey}. */
export function encodePublicKey(key: SevPublicKey): Uint8Array {
  const writer = new ByteWriter();
  if (key.type === "rsa") {
    writer.u32le(8 * key.modulus.length).bytes(littleEndian(key.exponent, rsaNumberLength));
    return writer.bytes(littleEndian(key.modulus, rsaNumberLength)).finish();
  }
  writer.u32le(curves[key.curve].number).bytes(littleEndian(key.x, coordinateLength));
  return writer.bytes(littleEndian(key.y, coordinateLength)).padTo(publicKeyLength).finish();
}

/** The key as DER of a SubjectPublicKeyInfo, which `importPublicKey` takes. A point off its curve is found there. */
export function sevSubjectPublicKeyInfo(key: SevPublicKey): Uint8Array {
  if (key.type === "rsa") {
    const numbers = der.sequence(derNumber(key.modulus), derNumber(key.exponent));
    return der.sequence(rsaEncryption, der.bitString(numbers));
  }
  const point = der.bitString(concatBytes(Uint8Array.of(4), key.x, key.y));
  return der.sequence(ecAlgorithms[key.curve], point);
}

const rsaEncryption = der.sequence(der.objectIdentifier("1.2.840.113549.1.1.1"), der.nullValue());
const ecPublicKey = der.objectIdentifier("1.2.840.10045.2.1");
const ecAlgorithms = {
  "P-256": der.sequence(ecPublicKey, der.objectIdentifier(curves["P-256"].oid)),
  "P-384": der.sequence(ecPublicKey, der.objectIdentifier(curves["P-384"].oid)),
} as const;

/** Straight from the bytes: through a number it would take longer than the key's import. */
function derNumber(number: Uint8Array): Uint8Array {
  const magnitude = shortest(number);
  const sign = (magnitude[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : [];
  return der.element(tags.integer, ...sign, magnitude);
}

/** Without zeros in front, but at least one byte. */
export function shortest(number: Uint8Array): Uint8Array {
  const first = number.findIndex((byte) => byte !== 0);
  return first < 0 ? Uint8Array.of(0) : number.slice(first);
}

/** Keys that were imported last, by their numbers: importing one, and its first use, cost up to half of a verification. */
const imported = new Map<string, Promise<PublicKey | undefined>>();
const mostImported = 64;

/** The key as the crypto room takes it; one that was seen lately is not imported again. Undefined for a point off its curve. */
export function importSevKey(key: SevPublicKey): Promise<PublicKey | undefined> {
  const name = key.type === "rsa" ? [key.modulus, key.exponent] : [key.x, key.y];
  const id = [key.type, key.type === "ec" ? key.curve : "", ...name.map(toHex)].join(" ");
  const known = imported.get(id) ?? importPublicKey(sevSubjectPublicKeyInfo(key));
  imported.delete(id);
  imported.set(id, known);
  for (const oldest of imported.keys()) {
    if (imported.size <= mostImported) break;
    imported.delete(oldest);
  }
  return known;
}
