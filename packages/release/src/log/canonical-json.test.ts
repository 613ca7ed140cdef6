import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson, type Json } from "./canonical-json.ts";

test("numbers, strings and literals are written as RFC 8785, section 3.2.2 shows", () => {
  const value = {
    numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
    string: '\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test("members are ordered as RFC 8785, section 3.2.3 shows: by UTF-16 code units, not by code points", () => {
  const value = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis",
  };
  const order = [
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
  ];
  expect(Object.values(JSON.parse(canonicalJson(value)) as object).filter((name) => name !== "One")).toEqual([
    ...order.filter((name) => name !== "One"),
    "Hebrew Letter Dalet With Dagesh",
  ]);
  expect(canonicalJson(value).indexOf("One")).toBeGreaterThan(canonicalJson(value).indexOf("Carriage Return"));
});

test("whatever JSON can hold has one form, however its members are ordered, and is the same when read again", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" }), (value) => {
      const text = canonicalJson(value as Json);
      const read = JSON.parse(text) as Json;
      expect(read).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(read)).toBe(text);
      expect(canonicalJson(reversed(read))).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test("absent members are not written", () => {
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});

test("what JSON can't hold is refused", () => {
  for (const value of [Number.NaN, Infinity, "\ud800", { "\udc00": 1 }, new Date(), () => 1, [undefined], 1n]) {
    expect(() => canonicalJson(value as Json)).toThrow(TypeError);
  }
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member as Json)]),
  );
}
