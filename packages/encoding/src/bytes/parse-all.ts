import { MalformedError, type Parsed } from "../malformed.ts";
import { ByteReader } from "./reader.ts";

/**
 * Runs `read` over all of `bytes` and returns its value, or the first thing that is wrong.
 *
 * Bytes that `read` leaves over are an error with code `trailing`.
 *
 * @param name what the bytes are ("SNP report"); the field name of a trailing error
 */
export function parseAll<T>(name: string, bytes: Uint8Array, read: (reader: ByteReader) => T): Parsed<T> {
  const reader = new ByteReader(bytes);
  try {
    const value = read(reader);
    reader.end(name);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}
