import type { Absent, Measured, Result } from "./figure.ts";

/** What `--json` prints of one figure; `reason` says why there is no value. */
type JsonFigure = {
  readonly value: number | null;
  readonly unit: string | null;
  readonly ratio: number | null;
  readonly goal: number | null;
  readonly reason?: string;
};

/** All figures by name, as `--json` prints them. */
export function jsonReport(results: readonly Result[]): Record<string, JsonFigure> {
  return Object.fromEntries(results.map(({ figure, outcome }) => [figure.name, jsonFigure(outcome, figure.goal)]));
}

function jsonFigure(outcome: Measured | Absent, goal: number | null): JsonFigure {
  if ("reason" in outcome) return { value: null, unit: null, ratio: null, goal, reason: outcome.reason };
  const { value, unit, ratio } = outcome;
  return { value: rounded(value), unit, ratio: ratio === null ? null : rounded(ratio), goal };
}

/** All figures as a table, in Markdown so that it can be pasted into `docs/performance.md`, and their notes below it. */
export function tableReport(results: readonly Result[]): string {
  const header = ["figure", "value", "ratio", "against", "goal"];
  const rows = results.map(({ figure, outcome }) => [figure.name, ...cells(outcome), goalText(figure.goal, outcome)]);
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  const notes = results.flatMap(({ figure, outcome }) => [
    `- ${figure.name}: ${figure.title}`,
    ...("reason" in outcome ? [] : (outcome.notes ?? []).map((note) => `  - ${note}`)),
  ]);
  return [line(header), rule, ...rows.map(line), "", ...notes, ""].join("\n");
}

function cells(outcome: Measured | Absent): [string, string, string] {
  if ("reason" in outcome) return [`not measured: ${outcome.reason}`, "–", "–"];
  const { value, unit, ratio, against = "–" } = outcome;
  return [
    `${valueText(value)} ${unit}`,
    ratio === null ? "–" : `${ratio.toFixed(2)} ×`,
    ratio === null ? "–" : against,
  ];
}

function goalText(goal: number | null, outcome: Measured | Absent): string {
  if (goal === null) return "–";
  if ("reason" in outcome || outcome.ratio === null) return `${goal} ×`;
  return `${goal} × ${outcome.ratio <= goal ? "met" : "missed"}`;
}

function valueText(value: number): string {
  return new Intl.NumberFormat("en", { maximumSignificantDigits: 4 }).format(value);
}

/** Four significant digits: no measurement here is better than that. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
