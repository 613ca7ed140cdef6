/** Text of event data, which firmware and boot loaders write as ASCII or UTF-16, with or without a zero at the end. */

/** Printable ASCII or UTF-8 text without its terminating zeros; undefined for anything else. */
export function narrowText(data: Uint8Array): string | undefined {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0) end--;
  if (end === 0) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data.subarray(0, end));
    return isPrintable(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Printable UTF-16 (little-endian) text without its terminating zeros; undefined for anything else. */
export function wideText(data: Uint8Array): string | undefined {
  if (data.length < 4 || data.length % 2 !== 0) return undefined;
  try {
    const text = new TextDecoder("utf-16le", { fatal: true, ignoreBOM: true }).decode(data.subarray(0, wideEnd(data)));
    return text !== "" && isPrintable(text) && hasLatin(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** UTF-16 (little-endian) text without its terminating zeros, whatever it holds. */
export function decodeWide(data: Uint8Array): string {
  return new TextDecoder("utf-16le", { ignoreBOM: true }).decode(data.subarray(0, wideEnd(data)));
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
  return /^[^\p{Cc}\p{Cn}\p{Co}\p{Cs}]+$/u.test(text.replaceAll(/[\t\r\n]/g, " "));
}

/** Any two bytes read as one UTF-16 unit are some ideograph, so text without a single ASCII character is not believed. */
function hasLatin(text: string): boolean {
  return /[\u0020-\u007e]/.test(text);
}
