import { parseDer } from "../der/parse.ts";
import type { DerReader } from "../der/reader.ts";
import type { Parsed } from "../malformed.ts";

/**
 * An ECDSA-Sig-Value (RFC 5480, appendix A) as R ‖ S, big-endian, each `length` octets: what the crypto room verifies.
 *
 * @param length octets of the curve's order: 32 for P-256, 48 for P-384, 66 for P-521
 */
export function ecdsaSignatureFromDer(der: Uint8Array, length: number): Parsed<Uint8Array> {
  return parseDer("ECDSA signature", der, (reader) =>
    reader.sequence("ECDSA signature", (pair) => {
      const signature = new Uint8Array(2 * length);
      putNumber(pair, "r", signature.subarray(0, length));
      putNumber(pair, "s", signature.subarray(length));
      return signature;
    }),
  );
}

function putNumber(reader: DerReader, field: string, target: Uint8Array): void {
  const { offset } = reader;
  const octets = reader.integerBytes(field);
  if ((octets[0] ?? 0) >= 0x80) reader.fail("value", field, "zero or more", "a negative number", offset);
  const magnitude = octets[0] === 0 ? octets.subarray(1) : octets;
  if (magnitude.length > target.length) {
    reader.fail("value", field, `at most ${target.length} octets`, `${magnitude.length} octets`, offset);
  }
  target.set(magnitude, target.length - magnitude.length);
}
