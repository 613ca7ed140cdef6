import { expect, test } from "vitest";
import { readLabel } from "./label.ts";

test("space around a name is dropped, and its letters are composed", () => {
  expect(readLabel("  青い鍵 ")).toEqual({ ok: true, label: "青い鍵" });
  expect(readLabel("か\u3099")).toEqual({ ok: true, label: "が" });
});

test.each([
  ["", "console.name.empty"],
  ["   ", "console.name.empty"],
  ["x".repeat(65), "console.name.long"],
  ["a\u0007b", "console.name.control"],
  ["a\u202eb", "console.name.control"],
])("%j is refused with its reason", (typed, id) => {
  expect(readLabel(typed)).toMatchObject({ ok: false, problem: { id } });
});
