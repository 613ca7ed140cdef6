import { describe, expect, test } from "vitest";
import { chooseLocale, createRenderer, defineCatalogue, message } from "./index.ts";

const catalogue = defineCatalogue(
  { "door.closed": "{door} is closed", "door.open": "open" },
  { "door.closed": "{door}は閉じています", "door.open": "開いています" },
);

describe("rendering a message", () => {
  test("fills the placeholders in the reader's language", () => {
    const closed = message("door.closed", { door: "east" });
    expect(createRenderer("en", [catalogue])(closed)).toBe("east is closed");
    expect(createRenderer("ja", [catalogue])(closed)).toBe("eastは閉じています");
  });

  test("shows control characters of a value instead of sending them to the reader's terminal", () => {
    const hostile = 'a\u001b[2J\u009b1A\u202eb\r\n  ✓ fine "\u007f\u2028';
    const shown = String.raw`a\u{1b}[2J\u{9b}1A\u{202e}b\n  ✓ fine "\u{7f}\u{2028}`;
    const render = createRenderer("en", [catalogue]);
    expect(render(message("door.closed", { door: hostile }))).toBe(`${shown} is closed`);
    expect(render(message("a\u001bb", { door: "\u009b" }))).toBe(String.raw`a\u{1b}b {"door":"\u{9b}"}`);
  });

  test("shows identifier and values of a message that no catalogue knows", () => {
    expect(createRenderer("en", [catalogue])(message("door.gone", { door: "west" }))).toBe('door.gone {"door":"west"}');
  });
});

test("a catalogue whose languages use different placeholders is refused", () => {
  expect(() => defineCatalogue({ a: "{x}" }, { a: "{y}" })).toThrow("placeholders differ");
});

test("the language follows the wish first, then LC_ALL, LC_MESSAGES and LANG", () => {
  expect(chooseLocale("ja", { LANG: "C" })).toBe("ja");
  expect(chooseLocale(undefined, { LC_ALL: "en_US.UTF-8", LANG: "ja_JP.UTF-8" })).toBe("en");
  expect(chooseLocale(undefined, { LANG: "ja_JP.UTF-8" })).toBe("ja");
  expect(chooseLocale(undefined, {})).toBe("en");
});
