import type { Parsed } from "../malformed.ts";

/** UTF-8 bytes of a text. */
export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The text of UTF-8 bytes; invalid sequences are an error. A byte order mark stays in the text. */
export function fromUtf8(field: string, bytes: Uint8Array): Parsed<string> {
  try {
    return { ok: true, value: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { ok: false, error: { code: "encoding", field, offset: 0, expected: "UTF-8", actual: "other bytes" } };
  }
}
