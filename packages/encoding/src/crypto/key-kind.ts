import { equalBytes } from "../bytes/compare.ts";
import { parseDer } from "../der/parse.ts";
import { fromHex } from "../text/hex.ts";
import type { PublicKey } from "./types.ts";

/** What can be told of a key without importing it. */
export type KeyKind = Pick<PublicKey, "type" | "curve" | "modulusLength">;

function bytes(digits: string): Uint8Array {
  const parsed = fromHex("key kind", digits);
  if (!parsed.ok) throw new TypeError(digits);
  return parsed.value;
}

/**
 * All that stands before the key's own numbers, and the length of the whole. Points have to be uncompressed: no vendor's are
 * otherwise, and libraries differ in what else they take.
 */
const fixedForms: readonly (KeyKind & { readonly start: Uint8Array; readonly length: number })[] = [
  {
    type: "ec",
    curve: "P-256",
    start: bytes("3059301306072a8648ce3d020106082a8648ce3d03010703420004"),
    length: 91,
  },
  { type: "ec", curve: "P-384", start: bytes("3076301006072a8648ce3d020106052b8104002203620004"), length: 120 },
  { type: "ec", curve: "P-521", start: bytes("30819b301006072a8648ce3d020106052b810400230381860004"), length: 158 },
  { type: "ed25519", start: bytes("302a300506032b6570032100"), length: 44 },
];

const rsaEncryption = bytes("300d06092a864886f70d0101010500");

/**
 * Type, curve and length of a SubjectPublicKeyInfo; undefined for kinds that are not supported, and for any other form of
 * these than the one of DER. So every implementation is asked for the same keys, however lenient it is.
 */
export function keyKind(spki: Uint8Array): KeyKind | undefined {
  const fixed = fixedForms.find(({ start, length }) => spki.length === length && startsWith(spki, start));
  if (fixed === undefined) return rsaKind(spki);
  return fixed.curve === undefined ? { type: fixed.type } : { type: fixed.type, curve: fixed.curve };
}

function startsWith(whole: Uint8Array, start: Uint8Array): boolean {
  return equalBytes(whole.subarray(0, start.length), start);
}

function rsaKind(spki: Uint8Array): KeyKind | undefined {
  const key = parseDer("SubjectPublicKeyInfo", spki, (reader) =>
    reader.sequence("SubjectPublicKeyInfo", (outer) => {
      const algorithm = outer.element("algorithm");
      if (!equalBytes(algorithm.encoded, rsaEncryption)) outer.fail("value", "algorithm", "rsaEncryption", "another");
      return outer.bitStringBytes("subjectPublicKey");
    }),
  );
  if (!key.ok) return undefined;
  const numbers = parseDer("RSAPublicKey", key.value, (reader) =>
    reader.sequence("RSAPublicKey", (inner) => ({
      modulus: inner.integerBytes("modulus"),
      exponent: inner.integerBytes("publicExponent"),
    })),
  );
  if (!numbers.ok) return undefined;
  const { modulus, exponent } = numbers.value;
  const modulusLength = modulus.length - (modulus[0] === 0 ? 1 : 0);
  const fits =
    modulusLength >= shortestModulus && modulusLength <= longestModulus && exponent.length <= longestExponent;
  const sensible = isPositiveOdd(modulus) && isPositiveOdd(exponent) && !(exponent.length === 1 && exponent[0] === 1);
  return fits && sensible ? { type: "rsa", modulusLength } : undefined;
}

/** Lengths in bytes that every implementation takes. Whether a key is long enough, its user says. */
const [shortestModulus, longestModulus, longestExponent] = [64, 2048, 4];

function isPositiveOdd(number: Uint8Array): boolean {
  return (number[0] ?? 0x80) < 0x80 && ((number.at(-1) ?? 0) & 1) === 1;
}
