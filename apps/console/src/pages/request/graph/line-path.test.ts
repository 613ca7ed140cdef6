import { expect, test } from "vitest";
import { linePath } from "./line-path.ts";

test("two points are a straight line", () => {
  expect(
    linePath([
      { x: 0, y: 0 },
      { x: 10.04, y: 5 },
    ]),
  ).toBe("M0 0 L10 5");
});

test("a corner is round, but never past the half of a short piece", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 40, y: 0 },
    { x: 40, y: 8 },
  ];
  expect(linePath(points)).toBe("M0 0 L30 0 Q40 0 40 4 L40 8");
});

test("points upon each other and too few of them draw nothing strange", () => {
  expect(linePath([])).toBe("");
  expect(linePath([{ x: 1, y: 1 }])).toBe("");
  expect(
    linePath([
      { x: 1, y: 1 },
      { x: 1, y: 1 },
      { x: 1, y: 1 },
    ]),
  ).not.toContain("NaN");
});
