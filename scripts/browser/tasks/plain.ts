import { toHex } from "@sekisho/encoding";

/** A value as JSON, so that what Node.js and a browser found can be compared: bytes as hexadecimal, maps as pairs. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, replace) ?? "null");
}

function replace(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Map) return Array.from(value as ReadonlyMap<unknown, unknown>);
  return typeof value === "bigint" ? `0x${value.toString(16)}` : value;
}
