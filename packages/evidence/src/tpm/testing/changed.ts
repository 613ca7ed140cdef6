import type { Parsed } from "@sekisho/encoding";

/** A copy with other bytes from `offset` on. */
export function changed(bytes: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy.set(values, offset);
  return copy;
}

/** A copy with one bit flipped. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  return changed(bytes, bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
}

/** The value of an outcome that must be good. */
export function good<T>(outcome: Parsed<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}
