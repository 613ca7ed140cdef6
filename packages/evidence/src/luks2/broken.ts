import type { Malformed, MalformedCode } from "@sekisho/encoding";

/** A failed {@link Parsed}. */
export function broken(
  code: MalformedCode,
  field: string,
  offset: number,
  expected: string,
  actual: string,
): { readonly ok: false; readonly error: Malformed } {
  return { ok: false, error: { code, field, offset, expected, actual } };
}
