import { expect, test } from "vitest";
import { createDeviceToken } from "./device-token.ts";

test("a token is kept for other tabs and reloads; a newer one takes its place", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const first = createDeviceToken(() => storage);
  expect(first.recall()).toBeNull();
  first.keep("a");
  expect([first.recall(), createDeviceToken(() => storage).recall()]).toEqual(["a", "a"]);
  first.keep("b");
  expect([first.recall(), createDeviceToken(() => storage).recall()]).toEqual(["b", "b"]);
});

test("in a browser that keeps nothing it lives as long as the page", () => {
  const token = createDeviceToken(() => {
    throw new DOMException("denied", "SecurityError");
  });
  expect(token.recall()).toBeNull();
  token.keep("a");
  expect(token.recall()).toBe("a");
});
