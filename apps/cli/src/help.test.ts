import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { createContext } from "./context.ts";
import { helpJa } from "./locales/help.ja.ts";
import { createProgram } from "./program.ts";
import { sekisho } from "./testing.ts";

/** Every text of `--help`, as the code has it. */
function textsOf(command: Command): string[] {
  const described = [...command.registeredArguments, ...command.options];
  return [
    command.description(),
    ...described.map(({ description }) => description),
    ...command.commands.flatMap(textsOf),
  ];
}

const sink = { write: () => true };
const frame = ["Usage:", "Arguments:", "Options:", "Commands:", "display help for command"];

describe("--help in Japanese", () => {
  test("has every text, and no text that nothing shows", async () => {
    const shown = [...textsOf(await createProgram(createContext("en", sink, sink))), ...frame];
    expect(Object.keys(helpJa).toSorted()).toEqual([...new Set(shown)].toSorted());
  });

  test("is what a reader of Japanese gets", async () => {
    const { status, output } = await sekisho("verify", "--lang", "ja", "--help");
    expect(status).toBe(0);
    expect(output).toContain("使い方:");
    expect(output).toContain("証拠を判定する");
    expect(output).not.toMatch(/Usage|Options|display/);
  });
});

test("an option that can be given again shows no empty default", async () => {
  for (const language of ["en", "ja"]) {
    const { output } = await sekisho("verify", "--lang", language, "--help");
    expect(output).toContain("--cert <file>");
    expect(output).not.toContain("[])");
  }
});

describe("wrong usage is one sentence with status 2, in the reader's language", () => {
  test.each([
    [["nonsense"], "There is no command nonsense. 'sekisho --help'", "コマンド nonsense はありません"],
    [["verify"], "The argument <file> is missing. 'sekisho verify --help'", "引数 <file> がありません"],
    [
      ["verify", "x", "--nonsense"],
      "There is no option --nonsense. 'sekisho verify --help'",
      "オプション --nonsense は",
    ],
    [["verify", "x", "--jsom"], "There is no --jsom. Did you mean --json?", "--json ではありませんか"],
    [["verify", "x", "--at"], "--at <iso-8601> needs a value.", "--at <iso-8601> には値が必要です"],
    [["enter", "1"], "--machine <machine.json> must be given. 'sekisho enter --help'", "の指定が必要です"],
    [["deny", "1", "2", "--reason", "x"], "There are more words than 'sekisho deny' takes.", "引数が多すぎます"],
    [["launch", "--print", "xen", "x"], "can't be xen. What it takes: qemu, libvirt.", "指定できる値: qemu, libvirt"],
  ])("%j", async (words, english, japanese) => {
    const plain = await sekisho(...words);
    expect(plain.status).toBe(2);
    expect(plain.output).toBe("");
    expect(plain.errors).toMatch(/^sekisho: [^\n]*\n$/);
    expect(plain.errors).toContain(english);
    const translated = await sekisho(...words, "--lang", "ja");
    expect(translated.status).toBe(2);
    expect(translated.errors).toContain(japanese);
  });
});
