import { expect, test } from "vitest";
import { readName } from "./name.ts";

test("space around a name is dropped, and its letters are composed", () => {
  expect(readName("  青い鍵 ")).toEqual({ ok: true, name: "青い鍵" });
  expect(readName("か\u3099")).toEqual({ ok: true, name: "が" });
});

test.each([
  ["", "console.name.empty"],
  ["   ", "console.name.empty"],
  ["x".repeat(65), "console.name.long"],
  ["a\u0007b", "console.name.control"],
  ["a\u202eb", "console.name.control"],
])("%j is refused with its reason", (typed, id) => {
  expect(readName(typed)).toMatchObject({ ok: false, problem: { id } });
});
