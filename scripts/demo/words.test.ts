import { expect, it } from "vitest";
import { readWords } from "./words.ts";

it("reads what was asked for", () => {
  expect(readWords([])).toEqual({ software: false, json: false, language: undefined, unknown: undefined });
  expect(readWords(["--json", "--software", "--lang", "ja"])).toEqual({
    software: true,
    json: true,
    language: "ja",
    unknown: undefined,
  });
});

it.each([
  [["--sofware"], "--sofware"],
  [["--json", "again"], "again"],
  [["--lang"], "--lang "],
  [["--lang", "de"], "--lang de"],
])("names the first word of %j that means nothing", (words, unknown) => {
  expect(readWords(words).unknown).toBe(unknown);
});
