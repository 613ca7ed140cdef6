import { parsePolicy } from "@sekisho/appraisal";
import { fromUtf8, malformedMessage } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";

/** Reads a policy's file. Its faults are told here, with their lines, before the gate is asked. */
export async function readPolicy(file: string, { render }: Pick<Context, "render">): Promise<string> {
  const text = fromUtf8(file, await readInput(file));
  if (!text.ok) throw new UsageError(malformedMessage(file, text.error));
  const parsed = parsePolicy(text.value);
  if (parsed.ok) return text.value;
  const problems = parsed.problems.map((problem) => render(problem.message)).join(" ");
  throw new UsageError(message("cli.machine.policy", { path: file, problems }));
}
