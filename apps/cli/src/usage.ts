import { message, type Message } from "@sekisho/messages";
import type { Command, CommanderError } from "commander";
import { UsageError } from "./usage-error.ts";

/**
 * Has a command, where its words can't be understood, throw a {@link UsageError} in the reader's language in place of what
 * commander would print. Commander's own error still comes for help that was asked for.
 */
export function throwUsageErrors(command: Command): void {
  command.configureOutput({ outputError: () => {} });
  command.exitOverride((error) => {
    const problem = usageProblem(error, pathOf(command));
    throw problem === undefined ? error : new UsageError(problem);
  });
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** What commander says in `message` names the word at fault in quotes. */
function usageProblem({ code, message: text }: CommanderError, command: string): Message | undefined {
  const quoted = Array.from(text.matchAll(/'([^']*)'/g), ([, word = ""]) => word);
  const [word = ""] = quoted;
  const [, near] = /\(Did you mean (?:one of )?(.*)\?\)$/.exec(text) ?? [];
  if (near !== undefined) return message("cli.usage.did-you-mean", { word, near });
  switch (code) {
    case "commander.missingArgument":
      return message("cli.usage.missing-argument", { command, word });
    case "commander.optionMissingArgument":
      return message("cli.usage.missing-value", { command, word });
    case "commander.missingMandatoryOptionValue":
      return message("cli.usage.missing-option", { command, word });
    case "commander.unknownOption":
      return message("cli.usage.unknown-option", { command, word });
    case "commander.unknownCommand":
      return message("cli.usage.unknown-command", { command, word });
    case "commander.excessArguments":
      return message("cli.usage.too-many-words", { command });
    case "commander.invalidArgument": {
      const [, value = "", wanted = ""] = /'([^']*)' is invalid\.(?: for argument '[^']*'\.)? (.*)$/s.exec(text) ?? [];
      return message("cli.usage.invalid-value", {
        command,
        word,
        value,
        wanted: wanted.replace(/^Allowed choices are (.*)\.$/, "$1"),
      });
    }
    default:
      return undefined;
  }
}
