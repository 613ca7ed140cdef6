import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, medianRatio } from "./statistics.ts";

const time = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
const times = fc.array(time, { minLength: 1, maxLength: 50 });

describe("median", () => {
  test("is the middle value, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([7])).toBe(7);
  });

  test("sorts as numbers, and leaves its argument alone", () => {
    const values = [100, 9, 20];
    expect(median(values)).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  test("has at most half of the values on either side", () => {
    fc.assert(
      fc.property(times, (values) => {
        const middle = median(values);
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });

  test("of nothing is an error", () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe("the ratio to a floor", () => {
  test("does not see noise that hits both sides of a round", () => {
    const noise = [1, 1, 7, 1, 30];
    const floor = noise.map((factor) => 2 * factor);
    const subject = noise.map((factor) => 3 * factor);
    expect(medianRatio(subject, floor)).toBe(1.5);
  });

  test("is not carried away by a round in which one side was disturbed", () => {
    expect(medianRatio([3, 30, 6], [2, 20, 2])).toBe(1.5);
    expect(medianRatio([3, 3, 90, 3, 3], [2, 2, 2, 2, 2])).toBe(1.5);
  });

  test("of rounds that don't belong together is an error", () => {
    expect(() => medianRatio([1, 2], [1])).toThrow(RangeError);
  });
});
