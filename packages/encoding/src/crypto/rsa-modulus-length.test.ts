import { generateKeyPairSync, type KeyObject } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rsaModulusLength } from "./rsa-modulus-length.ts";

const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: "der", type: "spki" }));

test.each([1024, 2040, 2041, 2048, 3072])("a modulus of %i bits", (modulusLength) => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength });
  expect(rsaModulusLength(spkiOf(publicKey))).toBe(Math.ceil(modulusLength / 8));
});

test("what is no RSA key has no modulus", () => {
  expect(rsaModulusLength(spkiOf(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey))).toBe(0);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => rsaModulusLength(bytes) === 0),
    { numRuns: 200 },
  );
});
