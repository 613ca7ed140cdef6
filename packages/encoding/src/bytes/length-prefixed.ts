import { ByteWriter } from "./writer.ts";

/**
 * Joins fields so that no two different lists of fields give the same bytes: each field is preceded by its length as
 * four bytes, big-endian. What is hashed or signed over several fields is built with this.
 */
export function lengthPrefixed(fields: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter();
  for (const field of fields) writer.u32be(field.length).bytes(field);
  return writer.finish();
}
