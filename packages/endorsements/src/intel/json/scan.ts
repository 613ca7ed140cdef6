import { MalformedError, type Parsed } from "@sekisho/encoding";
import { JsonScanner } from "./scanner.ts";

/** A value with its place: `start` and `end` are byte offsets, so that what was signed can be taken out exactly as it was given. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: "array"; readonly items: readonly JsonNode[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "literal"; readonly value: boolean | null }
);

/** More than any collateral needs: TCB info is about 20 KB. */
const usualLimit = 1024 * 1024;

/**
 * Reads one JSON text (RFC 8259), strictly: UTF-8 without byte order mark, no key twice in an object, no lone surrogates, at
 * most 32 levels. White space around the value is accepted, anything else is an error with code `trailing`.
 *
 * @param name what the bytes are, for the error
 * @param limit in bytes; 1 MiB if absent
 */
export function scanJson(name: string, bytes: Uint8Array, limit: number = usualLimit): Parsed<JsonNode> {
  if (bytes.length > limit) {
    const actual = `${bytes.length} bytes`;
    return {
      ok: false,
      error: { code: "limit", field: name, offset: 0, expected: `at most ${limit} bytes`, actual },
    };
  }
  try {
    return { ok: true, value: new JsonScanner(name, bytes).document() };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}
