import type { ByteReader } from "@sekisho/encoding";

const bits = {
  fixedTPM: 1,
  stClear: 2,
  fixedParent: 4,
  sensitiveDataOrigin: 5,
  userWithAuth: 6,
  adminWithPolicy: 7,
  firmwareLimited: 8,
  svnLimited: 9,
  noDA: 10,
  encryptedDuplication: 11,
  restricted: 16,
  decrypt: 17,
  sign: 18,
  x509sign: 19,
} as const;

/** What an object may be used for and whether it may leave its TPM (TPMA_OBJECT), by the specification's names. */
export type ObjectAttribute = keyof typeof bits;

const known = Object.entries(bits) as (readonly [ObjectAttribute, number])[];
const reservedMask = known.reduce((mask, [, bit]) => mask & ~(1 << bit), 0xffff_ffff) >>> 0;

/** Reads a TPMA_OBJECT (part 2, 8.3): 32 bits, of which those that no specification defines must be zero. */
export function readObjectAttributes(reader: ByteReader, field: string): ReadonlySet<ObjectAttribute> {
  const { offset } = reader;
  const value = reader.u32be(field);
  const reserved = (value & reservedMask) >>> 0;
  if (reserved !== 0) reader.fail("reserved", field, "zero", `0x${reserved.toString(16).padStart(8, "0")}`, offset);
  return new Set(known.filter(([, bit]) => ((value >>> bit) & 1) === 1).map(([name]) => name));
}

/** The 32 bits of a TPMA_OBJECT. */
export function objectAttributeBits(attributes: Iterable<ObjectAttribute>): number {
  let value = 0;
  for (const name of attributes) value |= 1 << bits[name];
  return value >>> 0;
}
