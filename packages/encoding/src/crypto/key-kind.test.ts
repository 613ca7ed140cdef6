import { generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { derWriter as der } from "../der/index.ts";
import { keyKind } from "./key-kind.ts";

const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: "der", type: "spki" }));
const curves = ["P-256", "P-384", "P-521"] as const;
const ofCurve = (namedCurve: string) => spkiOf(generateKeyPairSync("ec", { namedCurve }).publicKey);
const ofEd25519 = spkiOf(generateKeyPairSync("ed25519").publicKey);
const ofRsa = spkiOf(generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey);

describe("a key's kind", () => {
  test.each(curves)("is told for %s", (curve) => {
    expect(keyKind(ofCurve(curve))).toEqual({ type: "ec", curve });
  });

  test("is told for Ed25519", () => expect(keyKind(ofEd25519)).toEqual({ type: "ed25519" }));

  test.each([1024, 2040, 2041, 2048, 3072])("is told for RSA of %i bits, with its length", (modulusLength) => {
    const spki = spkiOf(generateKeyPairSync("rsa", { modulusLength }).publicKey);
    expect(keyKind(spki)).toEqual({ type: "rsa", modulusLength: Math.ceil(modulusLength / 8) });
  });

  test("is not told for other curves and for keys that agree", () => {
    expect(keyKind(ofCurve("secp256k1"))).toBeUndefined();
    expect(keyKind(spkiOf(generateKeyPairSync("x25519").publicKey))).toBeUndefined();
  });
});

const rsaEncryption = der.sequence(der.objectIdentifier("1.2.840.113549.1.1.1"), der.nullValue());
const rsaOf = (n: Uint8Array, e: Uint8Array, algorithm = rsaEncryption) =>
  der.sequence(algorithm, der.bitString(der.sequence(n, e)));
const rsa = (n: bigint, e: bigint, algorithm = rsaEncryption) => rsaOf(der.integer(n), der.integer(e), algorithm);
/** 256 bytes that begin with these, and are odd. */
const longNumber = (...start: readonly number[]) => Uint8Array.from({ length: 256 }, (_, index) => start[index] ?? 1);
const modulus = (1n << 2047n) | 1n;

test.each([
  ["an even modulus", rsa(modulus - 1n, 65_537n)],
  ["a negative modulus", rsaOf(der.element(0x02, longNumber(0x80)), der.integer(65_537))],
  ["an even exponent", rsa(modulus, 65_536n)],
  ["the exponent 1", rsa(modulus, 1n)],
  ["a negative exponent", rsaOf(der.integer(modulus), der.element(0x02, Uint8Array.of(0x81)))],
  ["a zero too many in front", rsaOf(der.element(0x02, longNumber(0, 0x7f)), der.integer(3))],
  ["an exponent of 40 bits", rsa(modulus, (1n << 39n) | 1n)],
  ["a modulus of 32 bytes", rsa((1n << 255n) | 1n, 65_537n)],
  ["a modulus of 2049 bytes", rsa((1n << 16_391n) | 1n, 65_537n)],
  ["parameters of PSS", rsa(modulus, 3n, der.sequence(der.objectIdentifier("1.2.840.113549.1.1.10")))],
])("RSA with %s is no key", (_, spki) => {
  expect(keyKind(spki)).toBeUndefined();
});

test("RSA with odd numbers is a key", () => {
  expect(keyKind(rsa(modulus, 3n))).toEqual({ type: "rsa", modulusLength: 256 });
});

describe.each([
  ...curves.map((curve) => [curve, ofCurve(curve)] as const),
  ["Ed25519", ofEd25519],
  ["RSA", ofRsa],
] as const)("%s", (_, spki) => {
  test("cut short or lengthened is no key", () => {
    for (let length = 0; length < spki.length; length++) expect(keyKind(spki.subarray(0, length))).toBeUndefined();
    expect(keyKind(Uint8Array.of(...spki, 0))).toBeUndefined();
  });
});

test("compressed and hybrid points, unused bits and other ways to write a length are no keys", () => {
  const spki = ofCurve("P-256");
  expect(keyKind(spki.with(26, 6))).toBeUndefined();
  expect(keyKind(spki.with(26, 2))).toBeUndefined();
  expect(keyKind(spki.with(25, 1))).toBeUndefined();
  expect(keyKind(Uint8Array.of(0x30, 0x81, 0x59, ...spki.subarray(2)))).toBeUndefined();
});

test("random bytes are no key", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(keyKind(bytes)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});
