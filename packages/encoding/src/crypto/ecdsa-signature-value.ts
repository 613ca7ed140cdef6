import { concatBytes } from "../bytes/writer.ts";
import { element, sequence } from "../der/writer.ts";
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
  return sequence(integer(signature.subarray(0, length)), integer(signature.subarray(length)));
}

/** An INTEGER with the shortest content: no zeros in front but the one that keeps the number positive. */
function integer(number: Uint8Array): Uint8Array {
  const first = number.findIndex((byte) => byte !== 0);
  const magnitude = first < 0 ? Uint8Array.of(0) : number.subarray(first);
  const positive = (magnitude[0] ?? 0) < 0x80 ? magnitude : concatBytes(Uint8Array.of(0), magnitude);
  return element(tags.integer, positive);
}
