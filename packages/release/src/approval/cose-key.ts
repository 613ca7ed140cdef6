import { concatBytes, toHex } from "@sekisho/encoding";
import { importPublicKey, type PublicKey, type SignatureScheme } from "@sekisho/encoding/crypto";
import { derWriter as der } from "@sekisho/encoding/der";
import { decode } from "cborg";

/** A passkey's public key, and how signatures of it are checked. */
export type PasskeyKey = {
  readonly key: PublicKey;
  readonly scheme: SignatureScheme;
};

/** COSE_Key's labels (RFC 9052, section 7.1; RFC 9053, section 7; RFC 8230, section 4). */
const labels = { type: 1, algorithm: 3, curve: -1, x: -2, y: -3, modulus: -1, exponent: -2 } as const;

/** What the gate lets people make passkeys with, by COSE's numbers. */
const algorithms = { es256: -7, edDsa: -8, rs256: -257 } as const;
const [octetKeyPair, ellipticCurve, rsa] = [1, 2, 3];
const [curveP256, curveEd25519] = [1, 6];

type Members = ReadonlyMap<unknown, unknown>;

/**
 * Reads a COSE_Key: ES256 over P-256, EdDSA over Ed25519, or RS256.
 *
 * @returns undefined for any other key, and for bytes that are none
 */
export async function readPasskeyKey(coseKey: Uint8Array): Promise<PasskeyKey | undefined> {
  const members = readMap(coseKey);
  const found = members === undefined ? undefined : spkiOf(members);
  if (found === undefined) return undefined;
  const key = await importPublicKey(found.spki);
  return key === undefined ? undefined : { key, scheme: found.scheme };
}

function spkiOf(members: Members): { readonly spki: Uint8Array; readonly scheme: SignatureScheme } | undefined {
  const is = (label: number, value: number): boolean => members.get(label) === value;
  if (is(labels.type, ellipticCurve) && is(labels.algorithm, algorithms.es256) && is(labels.curve, curveP256)) {
    const [x, y] = [bytesOf(members, labels.x, 32), bytesOf(members, labels.y, 32)];
    if (x === undefined || y === undefined) return undefined;
    const kind = der.sequence(der.objectIdentifier("1.2.840.10045.2.1"), der.objectIdentifier("1.2.840.10045.3.1.7"));
    const spki = der.sequence(kind, der.bitString(concatBytes(Uint8Array.of(4), x, y)));
    return { spki, scheme: { kind: "ecdsa", hash: "sha256" } };
  }
  if (is(labels.type, octetKeyPair) && is(labels.algorithm, algorithms.edDsa) && is(labels.curve, curveEd25519)) {
    const x = bytesOf(members, labels.x, 32);
    if (x === undefined) return undefined;
    const spki = der.sequence(der.sequence(der.objectIdentifier("1.3.101.112")), der.bitString(x));
    return { spki, scheme: { kind: "ed25519" } };
  }
  if (is(labels.type, rsa) && is(labels.algorithm, algorithms.rs256)) {
    const [modulus, exponent] = [numberOf(members, labels.modulus), numberOf(members, labels.exponent)];
    if (modulus === undefined || exponent === undefined) return undefined;
    const kind = der.sequence(der.objectIdentifier("1.2.840.113549.1.1.1"), der.nullValue());
    const spki = der.sequence(kind, der.bitString(der.sequence(der.integer(modulus), der.integer(exponent))));
    return { spki, scheme: { kind: "rsa-pkcs1", hash: "sha256" } };
  }
  return undefined;
}

function bytesOf(members: Members, label: number, length: number): Uint8Array | undefined {
  const value = members.get(label);
  return value instanceof Uint8Array && value.length === length ? value : undefined;
}

function numberOf(members: Members, label: number): bigint | undefined {
  const value = members.get(label);
  return value instanceof Uint8Array && value.length > 0 ? BigInt(`0x${toHex(value)}`) : undefined;
}

/** CBOR's one strict form, and all of the bytes: a map that has no key twice. */
export function readMap(bytes: Uint8Array): Members | undefined {
  try {
    const value: unknown = decode(new Uint8Array(bytes), {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      useMaps: true,
      rejectDuplicateMapKeys: true,
    });
    return value instanceof Map ? value : undefined;
  } catch {
    return undefined;
  }
}
