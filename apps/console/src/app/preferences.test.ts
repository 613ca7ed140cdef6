import { expect, test } from "vitest";
import { readPreferences } from "./preferences.ts";

const keep = (values: Record<string, string>) => ({
  getItem: (name: string) => values[name] ?? null,
  setItem: () => {},
});

test("who chose nothing reads the browser's language, and sees what the device says", () => {
  expect(readPreferences(keep({}), ["ja-JP", "en"])).toEqual({ locale: "ja", theme: "system" });
  expect(readPreferences(keep({}), ["de", "ja"])).toEqual({ locale: "en", theme: "system" });
  expect(readPreferences(undefined, [])).toEqual({ locale: "en", theme: "system" });
});

test("what was chosen counts more, as far as it is known", () => {
  expect(readPreferences(keep({ "sekisho.locale": "en", "sekisho.theme": "dark" }), ["ja"])).toEqual({
    locale: "en",
    theme: "dark",
  });
  expect(readPreferences(keep({ "sekisho.locale": "xx", "sekisho.theme": "sepia" }), ["ja"])).toEqual({
    locale: "en",
    theme: "system",
  });
});
