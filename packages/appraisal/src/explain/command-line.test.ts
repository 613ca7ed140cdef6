import { expect, test } from "vitest";
import fc from "fast-check";
import { commandLineMessage, commandLineWords, compareCommandLines } from "./command-line.ts";

test("a command line with more is told by the words it adds", () => {
  expect(commandLineMessage("root=/dev/vda ro", 'root=/dev/vda ro init=/bin/sh dyndbg="a b"')).toEqual({
    id: "explain.command-line.adds",
    values: { added: '"init=/bin/sh" "dyndbg=\\"a b\\""', removed: "", moved: "" },
  });
});

test("dropped, changed and moved words are told apart", () => {
  expect(commandLineMessage("a b c", "a c").id).toBe("explain.command-line.drops");
  expect(compareCommandLines("a panic=-1 c", "a panic=0 c")).toEqual({
    added: ["panic=0"],
    removed: ["panic=-1"],
    moved: [],
  });
  expect(compareCommandLines("console=tty0 console=ttyS0 ro", "console=ttyS0 ro console=tty0")).toEqual({
    added: [],
    removed: [],
    moved: ["console=tty0"],
  });
  expect(commandLineMessage("a b", "b a").id).toBe("explain.command-line.moves");
});

test("a word given once more is an added word", () => {
  expect(compareCommandLines("a b", "a b a").added).toEqual(["a"]);
});

test("other white space alone is told, since it changes the digest too", () => {
  expect(commandLineMessage("a b", "a  b").id).toBe("explain.command-line.spaces");
});

test("the difference accounts for every word of any two command lines", () => {
  const line = fc.array(fc.constantFrom("a", "b", "c=1", 'd="x y"', "e"), { maxLength: 12 });
  fc.assert(
    fc.property(line, line, (left, right) => {
      const { added, removed, moved } = compareCommandLines(left.join(" "), right.join(" "));
      const sorted = (words: readonly string[]): readonly string[] => words.toSorted((a, b) => a.localeCompare(b));
      expect(sorted([...left, ...added])).toEqual(sorted([...right, ...removed]));
      for (const word of moved) expect(left).toContain(word);
    }),
  );
});

test("words of any text, and long command lines, are compared in time", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(compareCommandLines(text, text)).toEqual({ added: [], removed: [], moved: [] });
      expect(commandLineWords(text).every((word) => word.length > 0)).toBe(true);
    }),
  );
  const long = Array.from({ length: 4000 }, (_, index) => `${index}`).join(" ");
  expect(compareCommandLines(long, `${long} x`).added).toEqual(["x"]);
});
