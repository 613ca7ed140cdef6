import { expect, test } from "vitest";
import { makeRecoveryKey } from "./recovery-key.ts";

test("a recovery key is eight groups that a person can write down, without letters that look like digits", () => {
  const text = makeRecoveryKey().toString();
  expect(text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
});

test("every random byte counts, and equally", () => {
  const all = makeRecoveryKey((bytes) => Uint8Array.from({ length: bytes }, (_, index) => 255 - index)).toString();
  expect(new Set(all.replaceAll("-", "")).size).toBe(32);
  expect(makeRecoveryKey().equals(makeRecoveryKey())).toBe(false);
});
