import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitsPatterns } from "./patterns.ts";

const machineId = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";

/** The same by a regular expression, which says plainly what is meant and can take very long. */
function fitsExpression(text: string, pattern: string): boolean {
  const parts = pattern.split("{*}").map((part) => part.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(String.raw`[^\s"'\\]*`)}$`, "u").test(text);
}

describe("a pattern", () => {
  test.each([
    ["root=/dev/vda", "root=/dev/vda"],
    ["root={*} quiet", "root=/dev/vda quiet"],
    ["root={*} quiet", "root= quiet"],
    ["a{*}b{*}", "a-b-b-"],
    ["{*}", ""],
    ["x={machine} y={*}", `x=${machineId} y=1`],
    ["a.c", "a.c"],
    // The first place where the second part fits is not the one that leads to the end.
    ["{*}a b{*}", "aaa b"],
    ["{*}a b{*}", "ba bb"],
  ])("%j describes %j", (pattern, text) => {
    expect(fitsPatterns(text, ["other", pattern], machineId)).toBe(true);
  });

  test.each([
    ["root={*} quiet", "root=/dev/vda init=/bin/sh quiet"],
    ["root={*}", "root=a b"],
    ["root={*}", 'root="a'],
    ["root={*}", "root=a\\b"],
    ["root={*}", "root=a\u{2003}b"],
    ["root={*}", "xroot=a"],
    ["{*}b", "abc"],
    ["a.c", "abc"],
    ["ab{*}ba", "aba"],
    ["{*}a b{*}c", "a ba bc"],
    ["x={machine}", "x=00000000-0000-4000-8000-000000000000"],
  ])("%j does not describe %j", (pattern, text) => {
    expect(fitsPatterns(text, [pattern], machineId)).toBe(false);
  });

  test("describes what a regular expression would", () => {
    const piece = fc.constantFrom("a", "b", "ab", " ", "{*}", "{*}", '"', "é");
    const some = (most: number) => fc.array(piece, { maxLength: most }).map((pieces) => pieces.join(""));
    const short = some(8).map((text) => text.replaceAll("{*}", "a"));
    fc.assert(
      fc.property(some(6), short, (pattern, text) => {
        expect(fitsPatterns(text, [pattern], machineId)).toBe(fitsExpression(text, pattern));
      }),
      { numRuns: 500 },
    );
  });

  test("with many wildcards is answered for a text that would keep a regular expression busy for years", () => {
    const pattern = `${"{*}a".repeat(12)}{*}b`;
    expect(fitsPatterns("a".repeat(20_000), [pattern], machineId)).toBe(false);
    expect(fitsPatterns(`${"a".repeat(20_000)}b`, [pattern], machineId)).toBe(true);
  });
});
