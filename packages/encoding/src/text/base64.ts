import type { Parsed } from "../malformed.ts";

const chunkSize = 0x8000;

/** Base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let offset = 0; offset < bytes.length; offset += chunkSize) {
    binary += String.fromCharCode(...bytes.subarray(offset, offset + chunkSize));
  }
  return btoa(binary);
}

/** Base64 for URLs, without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Bytes of a base64 text. Strict: padding required, no white space, unused bits zero. `field` names the text in errors. */
export function fromBase64(field: string, text: string): Parsed<Uint8Array> {
  const binary = binaryOf(text);
  if (binary !== undefined) {
    const value = new Uint8Array(binary.length);
    for (let index = 0; index < value.length; index++) value[index] = binary.charCodeAt(index);
    return { ok: true, value };
  }
  return broken(field, text, "base64 with padding", /[^A-Za-z0-9+/]/);
}

/** Bytes of a base64url text. Strict: no padding, no white space, unused bits zero. `field` names the text in errors. */
export function fromBase64Url(field: string, text: string): Parsed<Uint8Array> {
  if (/^[A-Za-z0-9_-]*$/.test(text) && text.length % 4 !== 1) {
    const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
    const decoded = fromBase64(field, padded);
    if (decoded.ok) return decoded;
  }
  return broken(field, text, "base64url without padding", /[^A-Za-z0-9_-]/);
}

/** One character for each byte; undefined unless encoding them gives the very text again, which `atob` alone does not ask for. */
function binaryOf(text: string): string | undefined {
  try {
    const binary = atob(text);
    return btoa(binary) === text ? binary : undefined;
  } catch {
    return undefined;
  }
}

function broken(field: string, text: string, expected: string, foreign: RegExp): Parsed<never> {
  const at = text.search(foreign);
  const actual = at >= 0 ? JSON.stringify(text[at]) : `${text.length} characters`;
  return { ok: false, error: { code: "encoding", field, offset: at >= 0 ? at : text.length, expected, actual } };
}
