import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MalformedError, toUtf8 } from "@sekisho/encoding";
import { JsonFields } from "./fields.ts";
import { scanJson, type JsonNode } from "./scan.ts";

/** What JSON.parse would give. */
function plain(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries([...node.members].map(([key, value]) => [key, plain(value)]));
    case "array":
      return node.items.map(plain);
    default:
      return node.value;
  }
}

function failure(text: string): unknown {
  const scanned = scanJson("text", toUtf8(text));
  return scanned.ok ? "read" : `${scanned.error.code} ${scanned.error.offset}`;
}

describe("JSON texts", () => {
  test("are read as JSON.parse reads them", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.constantFrom(0, 2, "\t"), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const scanned = scanJson("text", toUtf8(text));
        if (!text.isWellFormed() || /\\ud[89a-f]/i.test(text)) return;
        expect(scanned.ok && plain(scanned.value)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  test("give each value's place in the bytes", () => {
    const bytes = toUtf8('{ "é" : { "b": [1, "x"] } , "c":null}');
    const scanned = scanJson("text", bytes);
    if (!scanned.ok || scanned.value.kind !== "object") throw new Error("unreadable");
    const inner = scanned.value.members.get("é");
    expect(Buffer.from(bytes.subarray(inner?.start, inner?.end)).toString()).toBe('{ "b": [1, "x"] }');
  });

  test("of any other form are refused, with the place", () => {
    const rows: readonly (readonly [string, string])[] = [
      ["", "truncated 0"],
      ["{", "truncated 1"],
      ['{"a":1', "truncated 6"],
      ['"abc', "truncated 4"],
      ['{"a":1,"a":2}', "value 7"],
      ['{"a":1,"\\u0061":2}', "value 7"],
      ["[1,]", "encoding 3"],
      ["[1 2]", "encoding 3"],
      ["{a:1}", "encoding 1"],
      ['{"a" 1}', "encoding 5"],
      ["01", "encoding 0"],
      ["1.", "encoding 0"],
      ["+1", "encoding 0"],
      ["NaN", "encoding 0"],
      ["nul", "encoding 0"],
      ["'a'", "encoding 0"],
      ['"\\x"', "encoding 1"],
      ['"\\u12"', "encoding 1"],
      ['"\\ud800"', "encoding 0"],
      ['"a\nb"', "encoding 2"],
      ["1 2", "trailing 2"],
      ["\ufeff1", "encoding 0"],
      [`${"[".repeat(40)}${"]".repeat(40)}`, "limit 33"],
    ];
    for (const [text, expected] of rows) expect([text, failure(text)]).toEqual([text, expected]);
    expect(scanJson("text", Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ ok: false, error: { offset: 1 } });
    expect(scanJson("text", new Uint8Array(1024 * 1024 + 1))).toMatchObject({ ok: false, error: { code: "limit" } });
  });

  test("of random bytes never crash it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.stringMatching(/^[{}[\]",:\\u0-9a-e.\s-]*$/), (bytes, text) => {
        for (const input of [bytes, toUtf8(text)]) {
          const scanned = scanJson("text", input);
          expect(scanned.ok ? 0 : scanned.error.offset).toBeLessThanOrEqual(input.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("fields of an object", () => {
  const fieldsOf = (text: string): JsonFields => {
    const scanned = scanJson("text", toUtf8(text));
    if (!scanned.ok) throw new Error(JSON.stringify(scanned.error));
    return new JsonFields("top", scanned.value);
  };
  const refusal = (text: string, read: (fields: JsonFields) => unknown): string => {
    try {
      read(fieldsOf(text));
      return "read";
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      return `${error.malformed.field} ${error.malformed.offset}`;
    }
  };

  test("have their types, and errors name path and offset", () => {
    const date = (fields: JsonFields): Date => fields.date("d");
    expect(refusal('{"d":"2026-03-17T10:47:42Z"}', date)).toBe("read");
    for (const text of [
      "2026-02-30T00:00:00Z",
      "2026-03-17",
      "2026-03-17T10:47:42.000Z",
      "2026-03-17T10:47:42+00:00",
    ]) {
      expect(refusal(`{"d":"${text}"}`, date)).toBe("top.d 5");
    }
    const number = (fields: JsonFields): number => fields.integer("n", 255);
    for (const value of ["256", "-1", "1.5", '"1"', "1e99", "null"])
      expect(refusal(`{"n":${value}}`, number)).toBe("top.n 5");
    expect(refusal("{}", number)).toBe("top.n 0");
    expect(refusal('{"h":"0g"}', (fields) => fields.hex("h", 1))).toBe("top.h 5");
    expect(refusal('{"h":"0011"}', (fields) => fields.hex("h", 1))).toBe("top.h 5");
    expect(refusal('{"a":[{"n":1},{"n":-1}]}', (fields) => fields.objects("a", 2).map(number))).toBe("top.a[1].n 19");
    expect(refusal('{"a":[1,2,3]}', (fields) => fields.integers("a", 2, 9))).toBe("top.a 5");
    expect(refusal('{"a":["x",1]}', (fields) => fields.texts("a", 2))).toBe("top.a[1] 10");
    expect(refusal('{"t":"z"}', (fields) => fields.oneOf("t", ["x", "y"]))).toBe("top.t 5");
    expect(refusal("[]", () => undefined)).toBe("top 0");
  });
});
