import type { Locale } from "@sekisho/messages";
import { Command } from "commander";
import { commands } from "./commands/index.ts";
import type { Context } from "./context.ts";
import { layOutHelp, translateHelp } from "./help.ts";
import { throwUsageErrors } from "./usage.ts";

/**
 * The command line as commander knows it: every command, its arguments and its options.
 *
 * @param words what will be parsed: where they name a command, only that one is there, as loading all takes a second
 */
export async function createProgram(context: Context, words: readonly string[] = []): Promise<Command> {
  const program = new Command("sekisho")
    .description(
      "Attest a confidential VM from outside the cloud, and only then hand in the key of its encrypted disk.",
    )
    .option("--lang <language>", "language of messages: en or ja (default: from LANG)")
    .configureOutput({ writeOut: context.print, writeErr: context.say });
  const named = commands.filter(({ name }) => words.includes(name));
  for (const { load } of named.length > 0 ? named : commands) (await load())(program, context);
  for (const command of program.commands) inheritSettings(command, program);
  prepare(program, context.locale);
  return program;
}

/** Subcommands don't inherit these from their parent when they were made with `new Command`. */
function inheritSettings(command: Command, parent: Command): void {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inheritSettings(child, command);
}

function prepare(command: Command, locale: Locale): void {
  throwUsageErrors(command);
  if (locale === "ja") translateHelp(command);
  else layOutHelp(command);
  for (const child of command.commands) prepare(child, locale);
}
