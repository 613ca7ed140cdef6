import { expect, it } from "vitest";
import { shortened } from "./shortened.ts";

const words = Array.from({ length: 30 }, (_, index) => `word${index}`);

it("shows where two long texts differ, with a word around", () => {
  const changed = words.with(10, "init=/bin/sh");
  expect(shortened(words.join(" "), changed.join(" "))).toEqual([
    "… word9 word10 word11 …",
    "… word9 init=/bin/sh word11 …",
  ]);
  const longer = [...words, "init=/bin/sh"].join(" ");
  expect(shortened(words.join(" "), longer)).toEqual(["… word29", "… word29 init=/bin/sh"]);
});

it("keeps the one or two words that a register's value begins with", () => {
  const value = `RTMR 3: ${"ab".repeat(48)}`;
  expect(shortened("RTMR 3: 0", value)).toEqual(["RTMR 3: 0", value]);
});

it("leaves short texts, digests and single sides as they are", () => {
  expect(shortened("a b c", "a b d")).toEqual(["a b c", "a b d"]);
  const digests = ["a".repeat(128), "b".repeat(128)] as const;
  expect(shortened(...digests)).toEqual(digests);
  expect(shortened(null, words.join(" "))).toEqual([null, words.join(" ")]);
});
