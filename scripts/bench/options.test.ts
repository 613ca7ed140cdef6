import { describe, expect, test } from "vitest";
import { parseOptions } from "./options.ts";

const known = ["alpha", "beta", "gamma"];
const optionsOf = (...words: string[]) => parseOptions(words, known);

describe("npm run bench", () => {
  test("measures everything unless told", () => {
    expect(optionsOf()).toEqual({ ok: true, options: { json: false, names: known } });
  });

  test("measures only what is named, once, in its own order", () => {
    expect(optionsOf("gamma", "--json", "alpha", "gamma")).toEqual({
      ok: true,
      options: { json: true, names: ["alpha", "gamma"] },
    });
  });

  test("answers an unknown name with one sentence that has the known ones", () => {
    expect(optionsOf("alpha", "delta")).toEqual({
      ok: false,
      problem: 'There is no figure "delta"; there are alpha, beta, gamma.',
    });
  });

  test("answers an unknown option likewise", () => {
    expect(optionsOf("--jsn", "alpha")).toEqual({ ok: false, problem: "There is no option --jsn; there is --json." });
  });
});
