import type { Parsed } from "../malformed.ts";
import { toBase64 } from "./base64.ts";
import { toUtf8 } from "./utf8.ts";

/** One block of a PEM file: its label ("CERTIFICATE") and its bytes. */
export type PemBlock = { readonly label: string; readonly bytes: Uint8Array };

/**
 * All blocks of a PEM text, in its order (RFC 7468). Text outside of blocks is skipped, as tools write comments there;
 * a text without any block, or with a broken one, is an error.
 */
export function parsePem(field: string, text: string): Parsed<readonly PemBlock[]> {
  return parsePemBytes(field, toUtf8(text));
}

/** The same of bytes, whatever stands outside of the blocks: twice as fast, and quotes bring three certificates each. */
export function parsePemBytes(field: string, bytes: Uint8Array): Parsed<readonly PemBlock[]> {
  const blocks: PemBlock[] = [];
  let start = find(bytes, begin, 0);
  if (start < 0) return broken(field, 0, "a PEM block");
  while (start >= 0) {
    const block = readBlock(bytes, start);
    if (block === undefined) return broken(field, start, "a complete PEM block");
    blocks.push({ label: block.label, bytes: block.bytes });
    start = find(bytes, begin, block.end);
  }
  return { ok: true, value: blocks };
}

/** A PEM block with lines of 64 characters. */
export function encodePem({ label, bytes }: PemBlock): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

const dash = 0x2d;
const begin = toUtf8("-----BEGIN ");
const dashes = toUtf8("-----");

type Read = PemBlock & { readonly end: number };

function readBlock(bytes: Uint8Array, start: number): Read | undefined {
  const labelStart = start + begin.length;
  const labelEnd = bytes.indexOf(dash, labelStart);
  const label = String.fromCharCode(...bytes.subarray(labelStart, Math.min(labelEnd, labelStart + longestLabel + 1)));
  if (labelEnd < 0 || !/^[A-Z0-9 ]{1,64}$/.test(label) || !standsAt(bytes, dashes, labelEnd)) return undefined;
  const bodyStart = labelEnd + dashes.length;
  const bodyEnd = bytes.indexOf(dash, bodyStart);
  const ending = toUtf8(`-----END ${label}-----`);
  if (bodyEnd < 0 || !standsAt(bytes, ending, bodyEnd)) return undefined;
  const body = decode(bytes, bodyStart, bodyEnd);
  return body === undefined ? undefined : { label, bytes: body, end: bodyEnd + ending.length };
}

/** RFC 7468 knows none above 30. */
const longestLabel = 64;

/** What a byte is in base64, beside its six bits. */
const foreign = -1;
const blank = -2;
const padding = -3;
const meanings = new Int8Array(256).fill(foreign);
toUtf8("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/").forEach((byte, bits) => {
  meanings[byte] = bits;
});
for (const byte of toUtf8(" \t\r\n\v\f")) meanings[byte] = blank;
meanings[0x3d] = padding;

const meaning = (byte: number | undefined): number => meanings[byte ?? 0] ?? foreign;

/** Base64 with padding, blanks skipped; undefined where it is not strictly that, as `fromBase64` demands it. */
function decode(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const decoded = new Uint8Array(Math.ceil(((end - start) * 3) / 4));
  let length = 0;
  let index = start;
  // Four digits at a time, as far as only blanks stand between the fours: all of what tools write.
  while (index + 4 <= end) {
    const first = meaning(bytes[index]);
    const rest = (meaning(bytes[index + 1]) << 12) | (meaning(bytes[index + 2]) << 6) | meaning(bytes[index + 3]);
    const bits = (first << 18) | rest;
    if (bits >= 0) {
      decoded[length] = bits >> 16;
      decoded[length + 1] = bits >> 8;
      decoded[length + 2] = bits;
      length += 3;
      index += 4;
    } else if (first === blank) index++;
    else break;
  }
  const last = decodeSlowly(bytes, index, end);
  if (last === undefined) return undefined;
  decoded.set(last, length);
  return decoded.subarray(0, length + last.length);
}

/** The same, digit by digit. */
function decodeSlowly(bytes: Uint8Array, start: number, end: number): readonly number[] | undefined {
  const decoded: number[] = [];
  let [bits, count, padded] = [0, 0, 0];
  for (let index = start; index < end; index++) {
    const found = meaning(bytes[index]);
    if (found === blank) continue;
    if (found === padding) padded++;
    else if (found === foreign || padded > 0) return undefined;
    else {
      bits = (bits << 6) | found;
      if (++count % 4 === 0) {
        decoded.push(bits >> 16, (bits >> 8) & 0xff, bits & 0xff);
        bits = 0;
      }
    }
  }
  const left = count % 4;
  if (left === 1 || padded !== (4 - left) % 4) return undefined;
  // Two digits are one byte, three are two; the bits that are over must be zero.
  if (left === 2 && (bits & 0xf) === 0) return [...decoded, bits >> 4];
  if (left === 3 && (bits & 0x3) === 0) return [...decoded, bits >> 10, (bits >> 2) & 0xff];
  return left === 0 ? decoded : undefined;
}

function find(bytes: Uint8Array, pattern: Uint8Array, from: number): number {
  const [first = 0] = pattern;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (standsAt(bytes, pattern, at)) return at;
  }
  return -1;
}

function standsAt(bytes: Uint8Array, pattern: Uint8Array, at: number): boolean {
  for (let index = 0; index < pattern.length; index++) if (bytes[at + index] !== pattern[index]) return false;
  return true;
}

function broken(field: string, offset: number, expected: string): Parsed<never> {
  return { ok: false, error: { code: "encoding", field, offset, expected, actual: "other text" } };
}
