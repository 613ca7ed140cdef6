import { fromUtf8, toUtf8 } from "@sekisho/encoding";
import type { BootFile } from "../boot-file.ts";
import { dataEvent } from "../events.ts";
import { loaderCommandLine } from "./command-line.ts";
import type { Run } from "./run.ts";
import { GrubScriptError } from "./syntax.ts";
import { evaluateTest } from "./test-command.ts";

type Handler = (run: Run, words: readonly string[], line: number) => number | Promise<number>;

const succeeds: Handler = () => 0;

/** Commands that are understood. What one answers is its status: 0 is success. */
const handlers: Readonly<Record<string, Handler>> = {
  true: succeeds,
  false: () => 1,
  echo: succeeds,
  clear: succeeds,
  sleep: succeeds,
  serial: succeeds,
  terminal_input: succeeds,
  terminal_output: succeeds,
  play: succeeds,
  fwsetup: (_, words, line) => (words[1] === "--is-supported" ? 0 : unknown(words, line)),
  "[": (run, words, line) => test(run, words.at(-1) === "]" ? words.slice(1, -1) : undefined, words, line),
  test: (run, words, line) => test(run, words.slice(1), words, line),
  set,
  unset: (run, words) => each(words, (name) => run.environment.unset(name)),
  export: (run, words) => each(words, (name) => run.environment.export(name)),
  insmod,
  loadfont,
  load_env: loadEnvironment,
  "search.fs_uuid": (run, words, line) => searchFor(run, words.slice(1), "uuid", line),
  "search.fs_label": (run, words, line) => searchFor(run, words.slice(1), "label", line),
  search,
  linux,
  initrd,
  boot: (run, _, line) => {
    run.boot(line);
    return 0;
  },
};

/**
 * Runs a built-in command and keeps its status.
 *
 * @returns false for a word that is no command that is understood: it may be a function or an assignment
 */
export async function runCommand(run: Run, words: readonly string[], line: number): Promise<boolean> {
  const [name = ""] = words;
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (handler === undefined) return false;
  run.status = await handler(run, words, line);
  return true;
}

function unknown(words: readonly string[], line: number): never {
  throw new GrubScriptError(line, words.join(" "));
}

function each(words: readonly string[], act: (name: string) => void): number {
  for (const name of words.slice(1)) act(name);
  return 0;
}

async function test(run: Run, expression: readonly string[] | undefined, words: readonly string[], line: number) {
  const holds =
    expression === undefined
      ? undefined
      : await evaluateTest(expression, {
          exists: async (path) => (await run.find(path, line)) !== undefined,
          hasContent: async (path) => {
            const file = await run.read(path, "grub-file", line);
            return file !== undefined && file.content?.length !== 0;
          },
        });
  return holds === undefined ? unknown(words, line) : holds ? 0 : 1;
}

async function set(run: Run, words: readonly string[], line: number): Promise<number> {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(words[1] ?? "") ?? [];
  if (name === undefined || value === undefined || words.length > 2) return unknown(words, line);
  run.environment.set(name, value);
  if (name === "lang" || name === "locale_dir") await refuseTranslations(run, words, line);
  return 0;
}

/** A translation of GRUB's own texts would be read, and so measured, at a moment that is not foretold here. */
async function refuseTranslations(run: Run, words: readonly string[], line: number): Promise<void> {
  const [lang, folder] = [run.environment.get("lang"), run.environment.get("locale_dir")];
  if (lang === "" || folder === "") return;
  for (const name of [lang, lang.split("_", 1)[0] ?? lang]) {
    for (const suffix of [".mo", ".gmo", ".mo.gz"]) {
      if ((await run.find(`${folder}/${name}${suffix}`, line)) !== undefined) unknown(words, line);
    }
  }
}

async function insmod(run: Run, words: readonly string[], line: number): Promise<number> {
  const [, name] = words;
  if (name === undefined || words.length > 2) return unknown(words, line);
  if (run.machine.modules.has(name)) return 0;
  const file = `${run.environment.get("prefix")}/x86_64-efi/${name}.mod`;
  return (await run.find(file, line)) === undefined ? 1 : unknown(words, line);
}

async function loadfont(run: Run, words: readonly string[], line: number): Promise<number> {
  // Only the font that stands inside GRUB itself is loaded without reading a file.
  return run.machine.hasMemoryDisk && words.length === 2 && words[1] === "unicode" ? 0 : unknown(words, line);
}

async function loadEnvironment(run: Run, words: readonly string[], line: number): Promise<number> {
  if (words.length > 1) return unknown(words, line);
  const block = await run.read(`${run.environment.get("prefix")}/grubenv`, "grub-file", line);
  if (block === undefined) return 1;
  const text = block.content === undefined ? undefined : fromUtf8("grubenv", block.content);
  if (text?.ok !== true || text.value.includes("\\")) return unknown(words, line);
  for (const [, name = "", value = ""] of text.value.matchAll(/^([^#=\n][^=\n]*)=(.*)$/gm)) {
    run.environment.set(name, value);
  }
  return 0;
}

function search(run: Run, words: readonly string[], line: number): Promise<number> {
  let kind: "uuid" | "label" | undefined;
  let variable = "root";
  const names: string[] = [];
  for (const word of words.slice(1)) {
    if (word === "--fs-uuid" || word === "-u") kind = "uuid";
    else if (word === "--label" || word === "-l" || word === "--fs-label") kind = "label";
    else if (word === "--no-floppy" || word === "-n" || word.startsWith("--hint")) continue;
    else if (word === "--set") variable = "root";
    else if (word.startsWith("--set=")) variable = word.slice("--set=".length);
    else if (word.startsWith("-")) unknown(words, line);
    else names.push(word);
  }
  const [name] = names;
  if (kind === undefined || name === undefined || names.length > 1) return unknown(words, line);
  return searchFor(run, [name, variable], kind, line);
}

async function searchFor(
  run: Run,
  [name, variable, ...hints]: readonly string[],
  kind: "uuid" | "label",
  line: number,
): Promise<number> {
  if (name === undefined || variable === undefined) return unknown([`search.fs_${kind}`], line);
  if (hints.some((hint) => hint.startsWith("--") && !hint.startsWith("--hint"))) return unknown(hints, line);
  const device = kind === "uuid" ? await run.disk.deviceOfUuid(name) : await run.disk.deviceOfLabel(name);
  if (device === undefined) return 1;
  run.environment.set(variable, device);
  return 0;
}

async function linux(run: Run, words: readonly string[], line: number): Promise<number> {
  const [, path] = words;
  if (path === undefined) return unknown(words, line);
  const file = await run.read(path, "kernel", line);
  if (file === undefined) return unknown(words, line);
  const commandLine = loaderCommandLine(words.slice(1));
  run.events.push(await dataEvent(8, "command-line", commandLine, toUtf8(commandLine)));
  run.kernel = { path, file, commandLine };
  run.initrds = [];
  return 0;
}

async function initrd(run: Run, words: readonly string[], line: number): Promise<number> {
  if (run.kernel === undefined) return unknown(words, line);
  const files: BootFile[] = [];
  for (const path of words.slice(1)) {
    // "newc:" makes GRUB pack an archive of its own.
    const file = path.startsWith("newc:") ? undefined : await run.read(path, "initrd", line);
    if (file === undefined) return unknown(words, line);
    files.push(file);
  }
  run.initrds = files;
  return 0;
}
