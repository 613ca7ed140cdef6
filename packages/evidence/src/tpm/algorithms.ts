import type { ByteReader } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";

/** Identifiers of the TCG Algorithm Registry (TPM_ALG_ID), 16 bits each. */
export const algorithmIds = {
  rsa: 0x0001,
  sha1: 0x0004,
  aes: 0x0006,
  sha256: 0x000b,
  sha384: 0x000c,
  sha512: 0x000d,
  null: 0x0010,
  rsassa: 0x0014,
  rsaes: 0x0015,
  rsapss: 0x0016,
  oaep: 0x0017,
  ecdsa: 0x0018,
  ecdh: 0x0019,
  ecc: 0x0023,
  cfb: 0x0043,
} as const;

/** Length of a digest, in bytes. */
export const digestLengths: Readonly<Record<HashAlgorithm, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** The curves of attestation and endorsement keys, as NIST names them. */
export type Curve = "P-256" | "P-384" | "P-521";

/** TPM_ECC_CURVE of each curve. */
export const curveIds: Readonly<Record<Curve, number>> = { "P-256": 0x0003, "P-384": 0x0004, "P-521": 0x0005 };

/** Length of a coordinate, in bytes. */
export const coordinateLengths: Readonly<Record<Curve, number>> = { "P-256": 32, "P-384": 48, "P-521": 66 };

/** Reads a 16-bit identifier that must be one of these names; `ids` says what each name is written as. */
export function readIdentifier<Name extends string>(
  reader: ByteReader,
  field: string,
  ids: Readonly<Record<Name, number>>,
): Name {
  const { offset } = reader;
  const id = reader.u16be(field);
  const names = Object.keys(ids) as Name[];
  const found = names.find((name) => ids[name] === id);
  const actual = `0x${id.toString(16).padStart(4, "0")}`;
  return found ?? reader.fail("value", field, names.join(", "), actual, offset);
}

const hashIds: Readonly<Record<HashAlgorithm, number>> = algorithmIds;

/** Reads a TPMI_ALG_HASH. SHA-3 and SM3 are not supported, and a value that is no hash is an error. */
export function readHashAlgorithm(reader: ByteReader, field: string): HashAlgorithm {
  const { sha1, sha256, sha384, sha512 } = hashIds;
  return readIdentifier(reader, field, { sha1, sha256, sha384, sha512 });
}

/** TPM_ALG_ID of a hash function. */
export function hashAlgorithmId(algorithm: HashAlgorithm): number {
  return hashIds[algorithm];
}
