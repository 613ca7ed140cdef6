import { tags } from "../der/tags.ts";
import type { PublicKey } from "./types.ts";

const numberLengths: Readonly<Record<NonNullable<PublicKey["curve"]>, number>> = {
  "P-256": 32,
  "P-384": 48,
  "P-521": 66,
};

/**
 * R ‖ S, big-endian, as the ECDSA-Sig-Value that OpenSSL takes (RFC 5480, appendix A).
 *
 * @returns undefined when R and S are not each as long as the curve's order
 */
export function ecdsaSignatureValue(curve: PublicKey["curve"], signature: Uint8Array): Uint8Array | undefined {
  const length = curve === undefined ? 0 : numberLengths[curve];
  if (length === 0 || signature.length !== 2 * length) return undefined;
  const lengths = [integerLength(signature, 0, length), integerLength(signature, length, 2 * length)] as const;
  const content = 4 + lengths[0] + lengths[1];
  // Two numbers of 66 bytes need a length of two octets.
  const header = content < 0x80 ? [tags.sequence, content] : [tags.sequence, 0x81, content];
  const value = new Uint8Array(header.length + content);
  value.set(header);
  putInteger(value, header.length, lengths[0], signature.subarray(0, length));
  putInteger(value, header.length + 2 + lengths[0], lengths[1], signature.subarray(length));
  return value;
}

/** Bytes of an INTEGER with the shortest content: no zeros in front but the one that keeps the number positive. */
function integerLength(bytes: Uint8Array, start: number, end: number): number {
  let first = start;
  while (first < end - 1 && bytes[first] === 0) first++;
  return end - first + ((bytes[first] ?? 0) < 0x80 ? 0 : 1);
}

/** Writes an INTEGER of this length: the end of `number`, behind a zero where the length asks for one more byte. */
function putInteger(value: Uint8Array, offset: number, length: number, number: Uint8Array): void {
  value[offset] = tags.integer;
  value[offset + 1] = length;
  const end = offset + 2 + length;
  const digits = number.subarray(Math.max(0, number.length - length));
  value.set(digits, end - digits.length);
}
