import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { derWriter as der } from "../der/index.ts";
import { toHex } from "../text/hex.ts";
import { ecdsaSignatureValue } from "./ecdsa-signature-value.ts";

const curves = { "P-256": 32, "P-384": 48, "P-521": 66 } as const;

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}

/** Bytes that often begin with zeros, or with the highest bit set. */
function coordinate(length: number): fc.Arbitrary<Uint8Array> {
  const zeros = fc.nat(length);
  return fc
    .tuple(fc.uint8Array({ minLength: length, maxLength: length }), zeros, fc.boolean())
    .map(([bytes, count, often]) => (often ? bytes.fill(0, 0, count) : bytes));
}

describe.each(Object.entries(curves) as [keyof typeof curves, number][])("a signature value of %s", (curve, length) => {
  test("is the SEQUENCE of both numbers in their shortest form", () => {
    fc.assert(
      fc.property(coordinate(length), coordinate(length), (r, s) => {
        const expected = der.sequence(der.integer(numberOf(r)), der.integer(numberOf(s)));
        expect(ecdsaSignatureValue(curve, Uint8Array.of(...r, ...s))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("is none for numbers of another length", () => {
    for (const other of [0, 2 * length - 1, 2 * length + 1]) {
      expect(ecdsaSignatureValue(curve, new Uint8Array(other))).toBeUndefined();
    }
  });
});
