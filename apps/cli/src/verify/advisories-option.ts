import { builtInAdvisories, parseAdvisories, type AdvisoryTable } from "@sekisho/appraisal";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The table of `--advisories`; the built-in one without. That a table is older than the built-in one is told on standard
 * error: it is used all the same.
 *
 * @throws UsageError when the file is no such table
 */
export async function advisoriesOption(path: string | undefined, context: Context): Promise<AdvisoryTable> {
  if (path === undefined) return builtInAdvisories;
  const parsed = parseAdvisories(path, await readInput(path));
  if (!parsed.ok) throw new UsageError(parsed.problem);
  if (parsed.older) {
    const values = { path, own: parsed.table.collectedAt, builtIn: builtInAdvisories.collectedAt };
    context.say(`${context.render(message("cli.advisories.older", values))}\n`);
  }
  return parsed.table;
}
