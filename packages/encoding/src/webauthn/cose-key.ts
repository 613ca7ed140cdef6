import { concatBytes } from "../bytes/writer.ts";
import type { SignatureScheme } from "../crypto/types.ts";
import * as der from "../der/writer.ts";
import { MalformedError, type Parsed } from "../malformed.ts";
import { toHex } from "../text/hex.ts";
import { CborFields, readCbor, type Cbor } from "./cbor.ts";

/** A credential's public key, as COSE (RFC 9052, 7; RFC 9053) spells it. */
export type CoseKey = {
  /** COSE algorithm: -7 ES256, -35 ES384, -36 ES512, -8 EdDSA, -257 RS256. */
  readonly algorithm: number;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
};

const [labelType, labelAlgorithm, labelCurve, labelX, labelY, labelModulus, labelExponent] = [1, 3, -1, -2, -3, -1, -2];
const [typeOctetKeyPair, typeEllipticCurve, typeRsa] = [1, 2, 3];

/** By curve number; WebAuthn allows each with one algorithm only (Level 3, 5.8.5). */
const curves: Readonly<Record<number, readonly [oid: string, length: number, algorithm: number]>> = {
  1: ["1.2.840.10045.3.1.7", 32, -7],
  2: ["1.3.132.0.34", 48, -35],
  3: ["1.3.132.0.35", 66, -36],
};
const curveEd25519 = 6;

/** How signatures of these COSE algorithms are checked. */
const schemes: Readonly<Record<number, SignatureScheme>> = {
  [-7]: { kind: "ecdsa", hash: "sha256" },
  [-35]: { kind: "ecdsa", hash: "sha384" },
  [-36]: { kind: "ecdsa", hash: "sha512" },
  [-8]: { kind: "ed25519" },
  [-257]: { kind: "rsa-pkcs1", hash: "sha256" },
  [-258]: { kind: "rsa-pkcs1", hash: "sha384" },
  [-259]: { kind: "rsa-pkcs1", hash: "sha512" },
};

/** Undefined for an algorithm that is not supported, RS1 (SHA-1) among them. */
export function coseScheme(algorithm: number): SignatureScheme | undefined {
  return schemes[algorithm];
}

/** Reads the bytes of a COSE_Key, and nothing after them. */
export function parseCoseKey(bytes: Uint8Array): Parsed<CoseKey> {
  try {
    const { item, length } = readCbor("COSE_Key", bytes, 0);
    if (length === bytes.length) return { ok: true, value: readCoseKey("COSE_Key", 0, item) };
    const actual = `${bytes.length - length} more bytes`;
    return {
      ok: false,
      error: { code: "trailing", field: "COSE_Key", offset: length, expected: "end of input", actual },
    };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

/** Reads a COSE_Key. @throws MalformedError inside a parser */
export function readCoseKey(field: string, offset: number, item: Cbor): CoseKey {
  const key = new CborFields(field, offset, item);
  const [type, algorithm] = [key.integer(labelType), key.integer(labelAlgorithm)];
  switch (type) {
    case typeEllipticCurve: {
      const [oid, length, only] =
        curves[key.integer(labelCurve)] ?? unsupported(field, offset, "curve P-256, P-384 or P-521");
      const [x, y] = [key.bytes(labelX), key.bytes(labelY)];
      if (algorithm !== only) unsupported(field, offset, `algorithm ${only}`);
      if (x.length !== length || y.length !== length) unsupported(field, offset, `coordinates of ${length} bytes`);
      const point = concatBytes(Uint8Array.of(4), x, y);
      const kind = der.sequence(der.objectIdentifier("1.2.840.10045.2.1"), der.objectIdentifier(oid));
      return { algorithm, spki: der.sequence(kind, der.bitString(point)) };
    }
    case typeOctetKeyPair: {
      const x = key.bytes(labelX);
      if (key.integer(labelCurve) !== curveEd25519 || x.length !== 32) unsupported(field, offset, "an Ed25519 key");
      return { algorithm, spki: der.sequence(der.sequence(der.objectIdentifier("1.3.101.112")), der.bitString(x)) };
    }
    case typeRsa: {
      const [modulus, exponent] = [key.bytes(labelModulus), key.bytes(labelExponent)];
      if (modulus.length === 0 || exponent.length === 0) unsupported(field, offset, "modulus and exponent");
      const numbers = der.sequence(numberOf(modulus), numberOf(exponent));
      const kind = der.sequence(der.objectIdentifier("1.2.840.113549.1.1.1"), der.nullValue());
      return { algorithm, spki: der.sequence(kind, der.bitString(numbers)) };
    }
  }
  return unsupported(field, offset, "key type OKP, EC2 or RSA");
}

function numberOf(bytes: Uint8Array): Uint8Array {
  return der.integer(BigInt(`0x${toHex(bytes)}`));
}

function unsupported(field: string, offset: number, expected: string): never {
  throw new MalformedError({ code: "value", field, offset, expected, actual: "another" });
}
