import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import process from "node:process";

/** The parts of the suite in the order in which they run: what takes minutes comes last. */
const parts = ["unit", "browser", "vm"] as const;

/** Runs all tests, or only the part or files named. Its last line is `N passed, N failed`. */
export async function run(words: readonly string[]): Promise<number> {
  const named = parts.filter((part) => words.includes(part));
  const filters = words.filter((word) => !(parts as readonly string[]).includes(word));
  const total = { passed: 0, failed: 0, skipped: 0 };
  let crashed = false;
  for (const part of named.length > 0 ? named : parts) {
    const report = `.cache/vitest-${part}.json`;
    await rm(report, { force: true });
    const status = await vitest([
      "run",
      `--project=${part}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      "--passWithNoTests",
      ...filters,
    ]);
    const counts = await readCounts(report);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped += counts.skipped;
    if (status !== 0 && counts.failed === 0) crashed = true;
  }
  if (crashed) total.failed += 1;
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function vitest(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...words], { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

async function readCounts(report: string): Promise<{ passed: number; failed: number; skipped: number }> {
  try {
    const counts = JSON.parse(await readFile(report, "utf8")) as Record<string, number>;
    const skipped = (counts["numPendingTests"] ?? 0) + (counts["numTodoTests"] ?? 0);
    return { passed: counts["numPassedTests"] ?? 0, failed: counts["numFailedTests"] ?? 0, skipped };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
