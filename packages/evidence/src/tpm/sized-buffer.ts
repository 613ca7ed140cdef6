import { ByteWriter, type ByteReader } from "@sekisho/encoding";

/**
 * Reads the content of a TPM2B structure: its length in two bytes, big-endian, then that many bytes.
 *
 * @param limit the longest content that the structure's type allows
 */
export function readSizedBuffer(reader: ByteReader, field: string, limit: number): Uint8Array {
  return reader.bytes(field, readSize(reader, field, limit));
}

/** The same as {@link readSizedBuffer}, for contents that are read field by field. All of it must be read. */
export function readSized<T>(reader: ByteReader, field: string, limit: number, read: (inner: ByteReader) => T): T {
  const inner = reader.nested(field, readSize(reader, field, limit));
  const value = read(inner);
  inner.end(field);
  return value;
}

/** Writes a TPM2B structure. @throws RangeError for contents above 65535 bytes */
export function sizedBuffer(content: Uint8Array): Uint8Array {
  return new ByteWriter().u16be(content.length).bytes(content).finish();
}

function readSize(reader: ByteReader, field: string, limit: number): number {
  const { offset } = reader;
  const size = reader.u16be(`${field} size`);
  if (size > limit) reader.fail("limit", `${field} size`, `at most ${limit} bytes`, `${size} bytes`, offset);
  return size;
}
