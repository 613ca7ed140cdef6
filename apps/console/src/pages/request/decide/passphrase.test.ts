import { expect, test } from "vitest";
import { longestPassphrase, takePassphrase } from "./passphrase.ts";

test("the field is empty once the passphrase was taken", () => {
  const field = { value: "kuro-fune 黒船" };
  const taken = takePassphrase(field);
  expect(field.value).toBe("");
  expect(taken).toEqual({ bytes: new TextEncoder().encode("kuro-fune 黒船") });
});

test("what can't be a passphrase is refused, and doesn't stay in the field either", () => {
  expect(takePassphrase({ value: "" })).toEqual({ problem: { id: "console.request.enter.empty", values: {} } });
  const field = { value: "x".repeat(longestPassphrase + 1) };
  expect(takePassphrase(field)).toMatchObject({ problem: { id: "console.request.enter.too-long" } });
  expect(field.value).toBe("");
  expect(takePassphrase({ value: "x".repeat(longestPassphrase) })).toHaveProperty("bytes");
});
