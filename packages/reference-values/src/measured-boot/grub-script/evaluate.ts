import { fromUtf8 } from "@sekisho/encoding";
import type { BootFile } from "../boot-file.ts";
import { runCommand } from "./commands.ts";
import { Environment } from "./environment.ts";
import { expandWords } from "./expand.ts";
import { defaultEntry, readMenuEntry } from "./menu.ts";
import { parseGrubScript } from "./parser.ts";
import { Run, type GrubDisk, type GrubMachine, type GrubTrace } from "./run.ts";
import { GrubScriptError, type Statement } from "./syntax.ts";

/** Where GRUB begins: the device of its own file, and the configuration that it reads first. */
export type GrubStart = { readonly device: string; readonly prefix: string; readonly machine: GrubMachine };

/**
 * What GRUB measures on its way to a kernel when nobody touches the keyboard: each command it runs and each file it reads.
 *
 * @throws GrubScriptError when a script does what this can't foretell; its message names the line
 */
export async function evaluateGrub(disk: GrubDisk, { device, prefix, machine }: GrubStart): Promise<GrubTrace> {
  const path = `(${device})${prefix}/grub.cfg`;
  const environment = Environment.initial(device, `(${device})${prefix}`, path);
  const run = new Run(disk, machine, environment);
  try {
    // GRUB opens its first configuration twice: once to see whether it is there.
    await run.read(path, "grub-file", 1);
    const source = await run.read(path, "grub-file", 1);
    await evaluateMenu(run, scriptText(source, path), path);
    return run.trace();
  } catch (error) {
    throw error instanceof GrubScriptError ? new GrubScriptError(error.line, error.what, run.script) : error;
  }
}

/** Runs a configuration file and, when it made a menu, the entry that starts by itself. */
async function evaluateMenu(run: Run, source: string, path: string): Promise<void> {
  run.script = path;
  await evaluate(run, parseGrubScript(source));
  if (run.booted || run.menu.length === 0) return;
  const entry = defaultEntry(run.menu, run.environment.get("default"));
  run.positional = entry.parameters;
  await run.command(["setparams", ...entry.parameters]);
  await evaluate(run, parseGrubScript(entry.source ?? "", entry.line));
  run.boot(entry.line);
}

async function evaluate(run: Run, statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) {
    if (run.booted) return;
    run.countStep(statement.line);
    if (statement.kind === "function") run.functions.set(statement.name, statement.body);
    else if (statement.kind === "if") await evaluateIf(run, statement);
    else await evaluateCommand(run, statement);
  }
}

async function evaluateIf(run: Run, statement: Extract<Statement, { kind: "if" }>): Promise<void> {
  for (const { condition, body } of statement.branches) {
    await evaluate(run, condition);
    if (run.status === 0) return await evaluate(run, body);
  }
  run.status = 0;
  await evaluate(run, statement.otherwise);
}

async function evaluateCommand(run: Run, statement: Extract<Statement, { kind: "command" }>): Promise<void> {
  const { line, block } = statement;
  const words = expandWords(statement.words, (name) => run.valueOf(name), line);
  const [name] = words;
  if (name === undefined) return;
  if (name === "!") throw new GrubScriptError(line, "!");
  await run.command(block === undefined ? words : [...words, block]);
  if (name === "menuentry" || name === "submenu") {
    if (block === undefined) throw new GrubScriptError(line, name);
    run.menu.push(readMenuEntry(words, block, line));
    run.status = 0;
    return;
  }
  if (block !== undefined) throw new GrubScriptError(line, name);
  if (name === "configfile" || name === "source" || name === ".") return await evaluateFile(run, words, line);
  const body = run.functions.get(name);
  if (await runCommand(run, words, line)) return;
  if (body === undefined) return assign(run, name, words.length, line);
  const outer = run.positional;
  run.positional = words.slice(1);
  await run.nested(line, () => evaluate(run, body));
  run.positional = outer;
}

/** `configfile` opens a menu of its own with the exported variables; `source` runs in the present one. */
async function evaluateFile(run: Run, words: readonly string[], line: number): Promise<void> {
  const [name, path] = words;
  if (path === undefined || words.length > 2) throw new GrubScriptError(line, words.join(" "));
  const source = scriptText(await run.read(path, "grub-file", line), path);
  const calling = run.script;
  await run.nested(line, async () => {
    if (name !== "configfile") {
      run.script = path;
      return await evaluate(run, parseGrubScript(source));
    }
    const { environment, menu } = run;
    run.environment = environment.inherited();
    run.environment.setConfigFile(path);
    run.menu = [];
    await evaluateMenu(run, source, path);
    run.environment = environment;
    run.menu = menu;
  });
  if (!run.booted) run.script = calling;
}

/** What is neither a command nor a function may be an assignment. */
function assign(run: Run, word: string, count: number, line: number): void {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(word) ?? [];
  if (name === undefined || value === undefined || count > 1) throw new GrubScriptError(line, word);
  run.environment.set(name, value);
  run.status = 0;
}

function scriptText(file: BootFile | undefined, path: string): string {
  const text = file?.content === undefined ? undefined : fromUtf8(path, file.content);
  if (text?.ok !== true) throw new GrubScriptError(1, path);
  return text.value;
}
