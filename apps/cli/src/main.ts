import process from "node:process";
import { chooseLocale } from "@sekisho/messages";
import { CommanderError } from "commander";
import { createContext, type Context } from "./context.ts";
import { createProgram } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/** Exit statuses, the same for every command. */
const exitStatus = { done: 0, rejected: 1, unusable: 2 } as const;

/**
 * Runs one command line.
 *
 * @param words the arguments after `sekisho`
 * @returns the exit status: 0 accepted or done, 1 rejected, 2 unreadable input or wrong usage
 */
export async function main(words: readonly string[], context: Context = contextOf(words)): Promise<number> {
  const program = await createProgram(context, words);
  try {
    await program.parseAsync([...words], { from: "user" });
    return context.status();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.unusable;
    if (error instanceof UsageError) {
      context.say(`sekisho: ${context.render(error.problem)}\n`);
      return exitStatus.unusable;
    }
    throw error;
  }
}

function contextOf(words: readonly string[]): Context {
  const at = words.indexOf("--lang");
  const wanted = at >= 0 ? words[at + 1] : words.find((word) => word.startsWith("--lang="))?.slice("--lang=".length);
  return createContext(chooseLocale(wanted, process.env), process.stdout, process.stderr);
}
