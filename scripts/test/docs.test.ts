import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createContext, createProgram, type Command } from "sekisho";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

async function pages(): Promise<string[]> {
  const docs = await readdir(join(root, "docs"), { recursive: true });
  return [
    "README.md",
    "README.ja.md",
    "LIMITATIONS.md",
    "CHANGELOG.md",
    ...docs.filter((name) => name.endsWith(".md")).map((name) => join("docs", name)),
  ];
}

const texts = await Promise.all(
  (await pages()).map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })),
);

describe.each(texts)("$path", ({ path, text }) => {
  test("leads only to pages and pictures that exist", () => {
    const targets = Array.from(text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g), ([, target = ""]) => target);
    const broken = targets.filter(
      (target) => !target.includes("://") && !existsSync(join(root, dirname(path), target)),
    );
    expect(broken).toEqual([]);
  });

  test("names only commands and options that sekisho has", async () => {
    const sink = { write: () => true };
    const program = await createProgram(createContext("en", sink, sink));
    const lines = Array.from(
      text.replaceAll("\\\n", " ").matchAll(/^ *(?:\$ )?(?:npx )?(sekisho [a-z].*)$/gm),
      ([, line = ""]) => line,
    );
    expect(lines.flatMap((line) => strangeWords(program, line))).toEqual([]);
  });
});

/** The words of a documented command line that the program does not know. */
function strangeWords(program: Command, line: string): string[] {
  const words = (line.split(/ #| \||;|>/)[0] ?? "").trim().split(/\s+/).slice(1);
  let command = program;
  const strange: string[] = [];
  for (const word of words) {
    const name = word.split("=")[0] ?? "";
    const child = command.commands.find((candidate) => candidate.name() === name || candidate.aliases().includes(name));
    if (child !== undefined) command = child;
    else if (command === program && !word.startsWith("-")) strange.push(`${line}: no command ${word}`);
    else if (name.startsWith("--") && !knowsOption(command, program, name)) strange.push(`${line}: no option ${name}`);
  }
  return strange;
}

function knowsOption(command: Command, program: Command, name: string): boolean {
  return name === "--help" || [...command.options, ...program.options].some((option) => option.long === name);
}
