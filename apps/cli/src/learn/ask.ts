import process from "node:process";
import { confirm, isCancel } from "@clack/prompts";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Whether the person at the terminal says yes; no is what Enter alone means.
 *
 * @throws UsageError when nobody can be asked
 */
export async function askWhetherToLearn({ render }: Context): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError(message("cli.learn.no-terminal"));
  const answer = await confirm({
    message: render(message("cli.learn.ask")),
    active: render(message("cli.learn.yes")),
    inactive: render(message("cli.learn.no")),
    initialValue: false,
    output: process.stderr,
  });
  return !isCancel(answer) && answer;
}
