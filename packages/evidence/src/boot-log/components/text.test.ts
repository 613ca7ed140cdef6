import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { narrowText, wideText } from "./text.ts";

/** What a decoder that throws makes of bytes: undefined for what is no such text. */
function strictly(encoding: "utf-8" | "utf-16le", data: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return undefined;
  }
}

function wide(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "utf16le"));
}

describe("text of event data", () => {
  test.each(["root=/dev/vda", "tab\tand\r\n", "関所", "é", "\u{fffd} as it is"])("%j is text in both forms", (text) => {
    expect(narrowText(new TextEncoder().encode(text))).toBe(text);
    expect(narrowText(new TextEncoder().encode(`${text}\0\0`))).toBe(text);
    const latin = `${text} a`;
    expect(wideText(wide(latin))).toBe(latin);
    expect(wideText(wide(`${latin}\0`))).toBe(latin);
  });

  test.each([
    ["a byte that begins no character", [0x61, 0xff, 0x62]],
    ["a character cut off", [0x61, 0xe9, 0x96]],
    ["half a pair of surrogates in three bytes", [0x61, 0xed, 0xa0, 0x80]],
    ["a zero inside", [0x61, 0x00, 0x62]],
    ["a control character", [0x61, 0x1b]],
    ["nothing but zeros", [0, 0]],
  ])("%s is no narrow text", (_, bytes) => {
    expect(narrowText(Uint8Array.from(bytes))).toBeUndefined();
  });

  test.each([
    ["half a pair of surrogates", "a\u{d800}b"],
    ["text without any Latin character", "関所"],
    ["a control character", "a\u{1b}"],
  ])("%s is no wide text", (_, text) => {
    expect(wideText(wide(text))).toBeUndefined();
  });

  test("is nothing that a decoder which throws would not read", () => {
    const agrees = (text: string | undefined, strict: string | undefined): boolean =>
      text === undefined || strict?.replace(/\0+$/, "") === text;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (data) => {
        expect(agrees(narrowText(data), strictly("utf-8", data))).toBe(true);
        expect(agrees(wideText(data), strictly("utf-16le", data))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
