import { concatBytes, MalformedError, toHex } from "@sekisho/encoding";
import type { SignatureScheme } from "@sekisho/encoding/crypto";
import { derWriter as der } from "@sekisho/encoding/der";
import type { Cbor } from "./cbor.ts";
import { CborFields } from "./cbor.ts";

/** A credential's public key, as COSE (RFC 9052, 7; RFC 9053) spells it. */
export type CoseKey = {
  /** COSE algorithm: -7 ES256, -35 ES384, -36 ES512, -8 EdDSA, -257 RS256. */
  readonly algorithm: number;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
};

const [labelType, labelAlgorithm, labelCurve, labelX, labelY, labelModulus, labelExponent] = [1, 3, -1, -2, -3, -1, -2];
const [typeOctetKeyPair, typeEllipticCurve, typeRsa] = [1, 2, 3];

/** Curve number, object identifier, length of a coordinate in bytes. */
const curves: Readonly<Record<number, readonly [oid: string, length: number]>> = {
  1: ["1.2.840.10045.3.1.7", 32],
  2: ["1.3.132.0.34", 48],
  3: ["1.3.132.0.35", 66],
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

/** Reads a COSE_Key. @throws MalformedError inside a parser */
export function readCoseKey(field: string, offset: number, item: Cbor): CoseKey {
  const key = new CborFields(field, offset, item);
  const [type, algorithm] = [key.integer(labelType), key.integer(labelAlgorithm)];
  switch (type) {
    case typeEllipticCurve: {
      const [oid, length] =
        curves[key.integer(labelCurve)] ?? unsupported(field, offset, "curve P-256, P-384 or P-521");
      const [x, y] = [key.bytes(labelX), key.bytes(labelY)];
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
