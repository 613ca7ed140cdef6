import { parsePolicy, policyJsonSchema } from "@sekisho/appraisal";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { completeAt } from "./complete.ts";
import { contextAt } from "./cursor.ts";
import type { JsonSchema } from "./schema.ts";

const schema = policyJsonSchema() as JsonSchema;

/** What is suggested where "|" stands. */
function at(marked: string): {
  readonly path: string;
  readonly texts: readonly string[];
  readonly done: (text: string) => string;
} {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { path, suggestions } = completeAt(text, offset, schema);
  return {
    path,
    texts: suggestions.map((one) => one.text),
    done: (wanted) => {
      const found = suggestions.find((one) => one.text === wanted);
      if (found === undefined) throw new Error(`${wanted} is not suggested`);
      return text.slice(0, found.from) + found.insert + text.slice(offset);
    },
  };
}

describe("suggestions", () => {
  test("at the top are the sections that are not there yet", () => {
    const { texts, path } = at("version: 1\n|");
    expect(path).toBe("");
    expect(texts).toContain("sev-snp");
    expect(texts).not.toContain("version");
  });

  test("follow the indentation", () => {
    expect(at("version: 1\nsev-snp:\n  tcb:\n    |").texts).toEqual(
      expect.arrayContaining(["reported", "current", "committed", "launch"]),
    );
    expect(at("version: 1\nsev-snp:\n  tcb:\n    reported: published\n  |").path).toBe("sev-snp");
    expect(at("version: 1\nsev-snp:\n  tcb:\n    reported: published\n|").path).toBe("");
  });

  test("begin with what is typed", () => {
    const { texts, done } = at("version: 1\nsev|");
    expect(texts.every((text) => text.startsWith("sev"))).toBe(true);
    expect(done("sev-snp")).toBe("version: 1\nsev-snp:\n  ");
  });

  test("of values are those that the schema names", () => {
    expect(at("version: 1\nsev-snp:\n  tcb:\n    reported: |").texts).toContain("published");
    expect(at("version: 1\nsev-snp:\n  tcb:\n    reported: pub|").done("published")).toContain("reported: published");
    expect(at("version: 1\nsev-snp:\n  roots:\n    vendor: [|").texts).toContain("ARK-Genoa");
    expect(at("version: 1\nsev-snp:\n  roots:\n    vendor: [ARK-Milan, |").texts).toContain("ARK-Genoa");
    expect(at("version: 1\nsev-snp:\n  roots:\n    vendor:\n      - |").texts).toContain("ARK-Genoa");
    expect(at("version: 1\nsev-snp:\n  roots:\n    vendor:\n    - |").texts).toContain("ARK-Genoa");
  });

  test("within items of a list are the keys of the item", () => {
    const list = "version: 1\nsev-snp:\n  tcb:\n    reported:\n      Milan:\n        microcode:\n          - ";
    expect(at(`${list}|`).texts).toEqual(expect.arrayContaining(["cpuid", "minimum"]));
    expect(at(`${list}minimum: 1\n            |`).texts).toEqual(["cpuid"]);
  });

  test("are none in comments and in brackets of keys", () => {
    expect(at("# sev|").texts).toEqual([]);
    expect(at("version: 1 # |").texts).toEqual([]);
    expect(at("sev-snp: { tcb: |").texts).toEqual([]);
  });
});

test("a policy can be typed by suggestions alone", () => {
  let text = "version: 1\n";
  for (const key of ["sev-snp", "tcb"]) text = at(`${text}|`).done(key);
  text = at(`${text}|`).done("reported");
  text = at(`${text}|`).done("published");
  expect(parsePolicy(text).ok).toBe(true);
});

test("whatever the text, and wherever the caret, suggestions stay within it", () => {
  const line = fc.constantFrom(
    "version: 1",
    "sev-snp:",
    "  tcb:",
    "    reported: ",
    "- ",
    "  - a",
    "# c",
    "{",
    '"x": [',
    "",
  );
  const text = fc.oneof(
    fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n")),
    fc.string(),
  );
  fc.assert(
    fc.property(text, fc.nat(200), (some, place) => {
      const offset = Math.min(place, some.length);
      const context = contextAt(some, offset);
      expect(context === undefined || some.slice(context.from, offset) === context.word).toBe(true);
      for (const { from } of completeAt(some, offset, schema).suggestions) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(from).toBeLessThanOrEqual(offset);
      }
    }),
    { numRuns: 300 },
  );
});
