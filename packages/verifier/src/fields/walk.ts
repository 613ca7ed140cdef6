import { toHex } from "@sekisho/encoding";
import type { Message } from "@sekisho/messages";
import type { ReportField } from "./types.ts";

/** A field before its place is known: name, length in bytes, and what it says here. */
export type Layout = readonly [name: string, length: number, meaning?: Message];

/** What the specifications call bytes without a meaning. */
export const reserved = "Reserved";

/** Lays fields out over the bytes one after the other; what they don't reach is left out. */
export function layOut(
  bytes: Uint8Array,
  layout: readonly Layout[],
  source: string,
  start = 0,
): readonly ReportField[] {
  let offset = start;
  return layout.map(([name, length, meaning]) => {
    const field = { name, offset, length, hex: toHex(bytes.subarray(offset, offset + length)), source };
    offset += length;
    return meaning === undefined ? field : { ...field, meaning };
  });
}
