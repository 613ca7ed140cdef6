import fc from "fast-check";
import { expect, test } from "vitest";
import { markWords, type Span } from "./marked-words.ts";

const marked = (spans: readonly Span[]): string =>
  spans.map(({ text, changed }) => (changed ? `[${text}]` : text)).join("");

test("an added word is marked where it came, and nothing else", () => {
  const { expected, came } = markWords("root=/dev/vda ro panic=-1", "root=/dev/vda ro init=/bin/sh panic=-1");
  expect(marked(expected)).toBe("root=/dev/vda ro panic=-1");
  expect(marked(came).replaceAll(" ", "")).toBe("root=/dev/vdaro[init=/bin/sh]panic=-1");
});

test("a changed word is marked on both sides", () => {
  const { expected, came } = markWords("a panic=-1 c", "a panic=0 c");
  expect([marked(expected), marked(came)]).toEqual(["a [panic=-1] c", "a [panic=0] c"]);
});

test("two digests are marked wholly, though some of their digits agree", () => {
  const { expected, came } = markWords("00ff11", "00fe11");
  expect([marked(expected), marked(came)]).toEqual(["[00ff11]", "[00fe11]"]);
});

test("what is quoted is one word, as the kernel reads it", () => {
  expect(marked(markWords('a dyndbg="x y" c', 'a dyndbg="x z" c').came)).toBe('a [dyndbg="x z"] c');
});

test("neighbouring changes are one mark, with the space between them", () => {
  const { came } = markWords("a b c d", "a x y d");
  expect(came.filter(({ changed }) => changed).map(({ text }) => text)).toEqual(["x y"]);
});

test("both sides keep their texts, and no mark means no difference", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c=1", " ", "  ", '"x y"', '"'), { maxLength: 24 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(text, text, (left, right) => {
      const { expected, came } = markWords(left, right);
      expect(expected.map((span) => span.text).join("")).toBe(left);
      expect(came.map((span) => span.text).join("")).toBe(right);
      expect([...expected, ...came].some(({ changed }) => changed)).toBe(left !== right);
    }),
    { numRuns: 500 },
  );
});

test("texts of any length are marked in time", () => {
  const long = Array.from({ length: 4000 }, (_, index) => `${index}`);
  const shuffled = long.toReversed();
  const { came } = markWords(long.join(" "), shuffled.join(" "));
  expect(came.some(({ changed }) => changed)).toBe(true);
});
