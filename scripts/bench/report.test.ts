import { expect, test } from "vitest";
import type { Figure, Result } from "./figure.ts";
import { jsonReport, tableReport } from "./report.ts";

const figure = (name: string, goal: number | null): Figure => ({
  name,
  title: `what ${name} is`,
  goal,
  measure: () => Promise.reject(new Error("not measured here")),
});

const results: readonly Result[] = [
  { figure: figure("quick", 1.35), outcome: { value: 1234.5678, unit: "µs", ratio: 1.20004, against: "a floor" } },
  {
    figure: figure("slow", 1.15),
    outcome: { value: 2, unit: "µs", ratio: 1.1501, against: "a floor", notes: ["why"] },
  },
  { figure: figure("alone", null), outcome: { value: 7, unit: "MiB", ratio: null } },
  { figure: figure("absent", null), outcome: { reason: "no cryptsetup" } },
];

test("the object has value, unit, ratio and goal of every figure, and a reason where there is no value", () => {
  expect(jsonReport(results)).toEqual({
    quick: { value: 1235, unit: "µs", ratio: 1.2, goal: 1.35 },
    slow: { value: 2, unit: "µs", ratio: 1.15, goal: 1.15 },
    alone: { value: 7, unit: "MiB", ratio: null, goal: null },
    absent: { value: null, unit: null, ratio: null, goal: null, reason: "no cryptsetup" },
  });
});

test("the table says which goals are met, by what was measured and not by what is shown", () => {
  const lines = tableReport(results).split("\n");
  expect(lines.find((line) => line.includes("| quick"))).toMatch(/1\.20 × .*1\.35 × met/);
  expect(lines.find((line) => line.includes("| slow"))).toMatch(/1\.15 × .*1\.15 × missed/);
  expect(lines.find((line) => line.includes("| absent"))).toContain("not measured: no cryptsetup");
  expect(lines).toContain("  - why");
});

test("the table is Markdown: every row has as many columns as the header", () => {
  const rows = tableReport(results)
    .split("\n")
    .filter((line) => line.startsWith("|"));
  expect(rows.map((row) => row.split("|").length)).toEqual(rows.map(() => 7));
});
