import { Help, type Command, type Option } from "commander";
import { helpJa } from "./locales/help.ja.ts";

const usual = new Help();

/** An option that can be given again and was not, has nothing to show as its default. */
function optionDescription(option: Option): string {
  const isList = Array.isArray(option.defaultValue) && option.defaultValue.length === 0;
  return isList ? option.description : usual.optionDescription(option);
}

/** Lays out the help of one command, in English. */
export function layOutHelp(command: Command): void {
  command.configureHelp({ optionDescription });
}

/**
 * Puts the help of one command into Japanese. The English text stands beside the option that it is about; a text without a
 * translation stays as it is.
 */
export function translateHelp(command: Command): void {
  command.description(translated(command.description()));
  for (const described of [...command.registeredArguments, ...command.options]) {
    described.description = translated(described.description);
  }
  command.helpOption("-h, --help", translated("display help for command"));
  if (command.commands.length > 0) command.helpCommand("help [command]", translated("display help for command"));
  command.configureHelp({
    optionDescription,
    styleTitle: translated,
    styleOptionDescription: (text) => text.replace("(choices: ", "(選択肢: ").replace(/([( ])default: /, "$1既定値: "),
    displayWidth: (text) => Array.from(text, (character) => (isWide.test(character) ? 2 : 1)).reduce(sum, 0),
  });
}

const isWide = /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]/;
const sum = (left: number, right: number): number => left + right;

function translated(text: string): string {
  return helpJa[text] ?? text;
}
