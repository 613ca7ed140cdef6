import { equalBytes, toUtf8 } from "@sekisho/encoding";

/** Text of event data, which firmware and boot loaders write as ASCII or UTF-16, with or without a zero at the end. */

// Decoders that replace what is no text: one that throws costs twenty times as much, and anybody can write a log of such events.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const utf16 = new TextDecoder("utf-16le", { ignoreBOM: true });
const replacement = "\ufffd";

/** Printable ASCII or UTF-8 text without its terminating zeros; undefined for anything else. */
export function narrowText(data: Uint8Array): string | undefined {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0) end--;
  if (end === 0) return undefined;
  const bytes = data.subarray(0, end);
  if (bytes.some(isControl)) return undefined;
  const text = utf8.decode(bytes);
  if (text.includes(replacement) && !equalBytes(toUtf8(text), bytes)) return undefined;
  return isPrintable(text) ? text : undefined;
}

/** A byte that in UTF-8 is a control character, other than tab and line ends. */
function isControl(byte: number): boolean {
  return (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f;
}

/** Printable UTF-16 (little-endian) text without its terminating zeros; undefined for anything else. */
export function wideText(data: Uint8Array): string | undefined {
  if (data.length < 4 || data.length % 2 !== 0) return undefined;
  const text = utf16.decode(data.subarray(0, wideEnd(data)));
  if (text === "" || !hasLatin(text) || !isPrintable(text)) return undefined;
  return text.includes(replacement) && !isWide(text, data) ? undefined : text;
}

/** Whether the data begins with exactly this text, in UTF-16. */
function isWide(text: string, data: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = (data[2 * index] ?? 0) | ((data[2 * index + 1] ?? 0) << 8);
    if (text.charCodeAt(index) !== unit) return false;
  }
  return true;
}

/** UTF-16 (little-endian) text without its terminating zeros, whatever it holds. */
export function decodeWide(data: Uint8Array): string {
  return utf16.decode(data.subarray(0, wideEnd(data)));
}

/** Found by a loop: a pattern for zeros at the end takes quadratic time over zeros in the middle. */
function wideEnd(data: Uint8Array): number {
  let end = data.length - (data.length % 2);
  while (end > 0 && data[end - 1] === 0 && data[end - 2] === 0) end -= 2;
  return end;
}

/** Whatever text the data is. Narrow text first: wide text is full of zeros, so that it never passes for narrow text. */
export function anyText(data: Uint8Array): string | undefined {
  return narrowText(data) ?? wideText(data);
}

function isPrintable(text: string): boolean {
  // Most are plain, and those classes of characters are slow.
  if (/^[\t\r\n\u0020-\u007e]+$/.test(text)) return true;
  return /^[^\p{Cc}\p{Cn}\p{Co}\p{Cs}]+$/u.test(text.replaceAll(/[\t\r\n]/g, " "));
}

/** Any two bytes read as one UTF-16 unit are some ideograph, so text without a single ASCII character is not believed. */
function hasLatin(text: string): boolean {
  return /[\u0020-\u007e]/.test(text);
}
