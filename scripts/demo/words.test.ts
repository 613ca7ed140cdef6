import { expect, it } from "vitest";
import { readWords } from "./words.ts";

it("reads what was asked for", () => {
  const nothing = {
    software: false,
    json: false,
    console: false,
    open: true,
    boot: "direct",
    technology: "sev-snp",
    language: undefined,
    unknown: undefined,
  };
  expect(readWords([])).toEqual(nothing);
  expect(readWords(["--boot", "uki"])).toEqual({ ...nothing, boot: "uki" });
  expect(readWords(["--technology", "tdx"])).toEqual({ ...nothing, technology: "tdx" });
  expect(readWords(["--console"])).toEqual({ ...nothing, console: true });
  expect(readWords(["--no-open", "--console"])).toEqual({ ...nothing, console: true, open: false });
  expect(readWords(["--json", "--software", "--lang", "ja"])).toEqual({
    ...nothing,
    software: true,
    json: true,
    language: "ja",
  });
});

it.each([
  [["--sofware"], "--sofware"],
  [["--json", "again"], "again"],
  [["--no-open"], "--no-open"],
  [["--console", "--json"], "--json"],
  [["--boot", "uki", "--console"], "--boot"],
  [["--lang"], "--lang "],
  [["--lang", "de"], "--lang de"],
  [["--boot", "pxe"], "--boot pxe"],
  [["--boot"], "--boot "],
  [["--technology", "sgx"], "--technology sgx"],
])("names the first word of %j that means nothing", (words, unknown) => {
  expect(readWords(words).unknown).toBe(unknown);
});
