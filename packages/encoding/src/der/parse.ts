import { MalformedError, type Parsed } from "../malformed.ts";
import { DerReader } from "./reader.ts";

/**
 * Runs `read` over all of `bytes` and returns its value, or the first thing that is wrong.
 *
 * The bytes are copied first, so that what `read` keeps of them doesn't change with the caller's array. Bytes that `read`
 * leaves over are an error with code `trailing`.
 *
 * @param name what the bytes are ("certificate"); the field name of a trailing error
 */
export function parseDer<T>(name: string, bytes: Uint8Array, read: (reader: DerReader) => T): Parsed<T> {
  const reader = new DerReader(new Uint8Array(bytes));
  try {
    const value = read(reader);
    reader.end(name);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}
