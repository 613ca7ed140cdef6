import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleRange } from "./visible-range.ts";

test("every row in sight is drawn, and few others", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5000, max: 900_000 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 0, max: 10_000 }),
      (scrolled, height, rowHeight, count) => {
        const { first, last } = visibleRange(scrolled, height, rowHeight, count);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(count);
        expect(last - first).toBeLessThanOrEqual(Math.ceil(height / rowHeight) + 40);
        const [top, bottom] = [Math.floor(scrolled / rowHeight), Math.ceil((scrolled + height) / rowHeight)];
        for (const row of [top, bottom - 1].filter((one) => one >= 0 && one < count)) {
          expect(row).toBeGreaterThanOrEqual(first);
          expect(row).toBeLessThan(last);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("a small scroll changes nothing", () => {
  expect(visibleRange(4010, 800, 40, 10_000)).toEqual(visibleRange(4030, 800, 40, 10_000));
});
