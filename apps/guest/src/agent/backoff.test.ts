import fc from "fast-check";
import { expect, test } from "vitest";
import { pauseAfter } from "./backoff.ts";

const limits = { firstPause: 1, longestPause: 60 };

test("a pause lies between half of the doubled one and all of it, and never above the longest", () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), random, (failures, chance) => {
      const whole = Math.min(60, 2 ** (failures - 1));
      const pause = pauseAfter(failures, limits, chance);
      expect(pause).toBeGreaterThanOrEqual(whole / 2);
      expect(pause).toBeLessThanOrEqual(whole);
    }),
  );
});

test("what the gate asks for lengthens a pause, up to five minutes, and never shortens it", () => {
  expect(pauseAfter(1, limits, 0, 17)).toBe(17);
  expect(pauseAfter(7, limits, 0.5, 17)).toBe(45);
  expect(pauseAfter(1, limits, 0, 86_400)).toBe(300);
});
