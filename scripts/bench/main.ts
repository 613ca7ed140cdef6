import process from "node:process";
import { figures } from "./figures/index.ts";
import type { Absent, Figure, Measured, Result } from "./figure.ts";
import { parseOptions } from "./options.ts";
import { jsonReport, tableReport } from "./report.ts";

/**
 * `npm run bench [-- [--json] [NAME…]]`: measures the figures and prints them on standard output, progress on standard error.
 *
 * @returns the exit status: 0 measured, even where a goal is missed or a tool is absent; 1 a figure broke; 2 wrong usage
 */
export async function run(words: readonly string[]): Promise<number> {
  const parsed = parseOptions(
    words,
    figures.map(({ name }) => name),
  );
  if (!parsed.ok) {
    process.stderr.write(`npm run bench: ${parsed.problem}\n`);
    return 2;
  }
  const { json, names } = parsed.options;
  const results: Result[] = [];
  let broken = 0;
  for (const figure of figures.filter(({ name }) => names.includes(name))) {
    process.stderr.write(`${figure.name}: ${figure.title} …\n`);
    const outcome = await measure(figure).catch((error: unknown): Absent => {
      broken++;
      process.stderr.write(
        `${figure.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      return { reason: error instanceof Error ? error.message : String(error) };
    });
    results.push({ figure, outcome });
  }
  process.stdout.write(json ? `${JSON.stringify(jsonReport(results), null, 2)}\n` : tableReport(results));
  return broken > 0 ? 1 : 0;
}

async function measure(figure: Figure): Promise<Measured | Absent> {
  const outcome = await figure.measure();
  if ("value" in outcome && !Number.isFinite(outcome.value)) throw new RangeError(`${figure.name} gave no number`);
  return outcome;
}
