import { toUtf8 } from "@sekisho/encoding";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askPassphrase, PassphraseBuffer } from "./passphrase.ts";

function type(...keys: readonly string[]): Uint8Array | "abandoned" | undefined {
  const buffer = new PassphraseBuffer();
  let typed: ReturnType<PassphraseBuffer["push"]>;
  for (const key of keys) typed = buffer.push(toUtf8(key));
  return typed;
}

describe("typing a passphrase", () => {
  test("ends with Enter, and its keystrokes are wiped", () => {
    const keys = toUtf8("secret\r");
    expect(new PassphraseBuffer().push(keys)).toEqual(toUtf8("secret"));
    expect(keys).toEqual(new Uint8Array(7));
    expect(type("sec", "ret")).toBeUndefined();
    expect(type("sec", "ret", "\n")).toEqual(toUtf8("secret"));
  });

  test("knows Backspace, over characters of several bytes too, Control-U and Control-C", () => {
    expect(type("関所\x7f\r")).toEqual(toUtf8("関"));
    expect(type("a\x7f\x7f\x08b\r")).toEqual(toUtf8("b"));
    expect(type("wrong\x15right\r")).toEqual(toUtf8("right"));
    expect(type("secret\x03")).toBe("abandoned");
  });

  test("gives back any text without control characters, however its bytes arrive", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 }).filter((value) => !/\p{Cc}/u.test(value));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (value, step) => {
        const buffer = new PassphraseBuffer();
        const bytes = toUtf8(`${value}\r`);
        const typed: unknown[] = [];
        for (let offset = 0; offset < bytes.length; offset += step) {
          typed.push(buffer.push(bytes.slice(offset, offset + step)));
        }
        expect(typed.at(-1)).toEqual(toUtf8(value));
      }),
    );
  });

  test("never overflows", () => {
    expect(type("a".repeat(10_000), "\r")).toEqual(toUtf8("a".repeat(512)));
  });

  test("gives nothing where there is no terminal", async () => {
    expect(await askPassphrase("/dev/null", "Passphrase: ")).toBeUndefined();
    expect(await askPassphrase("/no/such/console", "Passphrase: ")).toBeUndefined();
  });
});
