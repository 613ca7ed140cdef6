import type { Parsed } from "../malformed.ts";

/** Lower-case hexadecimal digits, two for each byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  let index = 0;
  // Several at once: a text that grows by two digits at a time is put together anew when it is compared.
  for (; index + 4 <= bytes.length; index += 4) {
    text += octet(bytes[index]) + octet(bytes[index + 1]) + octet(bytes[index + 2]) + octet(bytes[index + 3]);
  }
  for (; index < bytes.length; index++) text += octet(bytes[index]);
  return text;
}

function octet(byte = 0): string {
  return octets[byte] ?? "";
}

const octets = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Whether `text` is hexadecimal, either case, with two digits for each byte. */
export function isHex(text: string): boolean {
  return /^(?:[0-9a-fA-F]{2})*$/.test(text);
}

/**
 * Bytes of a hexadecimal text, either case, without separators.
 *
 * @param field what the text is, for the error
 */
export function fromHex(field: string, text: string): Parsed<Uint8Array> {
  const wrong = text.search(/[^0-9a-fA-F]/);
  if (wrong >= 0 || text.length % 2 !== 0) {
    const actual = wrong >= 0 ? JSON.stringify(text[wrong]) : `${text.length} digits`;
    const offset = wrong >= 0 ? wrong : text.length;
    return { ok: false, error: { code: "encoding", field, offset, expected: "pairs of hexadecimal digits", actual } };
  }
  return {
    ok: true,
    value: Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16)),
  };
}
