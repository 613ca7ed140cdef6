import { GrubScriptError } from "./syntax.ts";

/** An entry of a menu: how it is chosen, and what it runs. */
export type MenuEntry = {
  readonly title: string;
  readonly id: string;
  /** The title and further words, which the entry's commands find as `$1`, `$2` … */
  readonly parameters: readonly string[];
  /** Without the braces around it; undefined for a submenu. */
  readonly source: string | undefined;
  readonly line: number;
};

const valued: ReadonlySet<string> = new Set(["--class", "--users", "--hotkey", "--id"]);

/** Reads `menuentry TITLE [--class C]… [--id I] { … }`. */
export function readMenuEntry(words: readonly string[], block: string, line: number): MenuEntry {
  const parameters: string[] = [];
  let id: string | undefined;
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? "";
    const option = word.split("=", 1)[0] ?? "";
    if (valued.has(option)) {
      const value = word.includes("=") ? word.slice(option.length + 1) : words[++index];
      if (option === "--id") id = value;
    } else if (word === "--unrestricted") continue;
    else if (word.startsWith("--")) throw new GrubScriptError(line, word);
    else parameters.push(word);
  }
  const title = parameters[0];
  if (title === undefined) throw new GrubScriptError(line, words[0] ?? "menuentry");
  const source = words[0] === "submenu" ? undefined : block.slice(1, -1);
  return { title, id: id ?? title, parameters, source, line };
}

/**
 * The entry that starts when nobody chooses: variable `default` is a number from 0, a title or an id; the first without it.
 *
 * @throws GrubScriptError where it names a submenu, or no entry
 */
export function defaultEntry(menu: readonly MenuEntry[], wanted: string): MenuEntry {
  const index = wanted === "" ? 0 : /^\d{1,4}$/.test(wanted) ? Number(wanted) : undefined;
  const entry = index === undefined ? menu.find(({ title, id }) => title === wanted || id === wanted) : menu[index];
  if (entry?.source === undefined) throw new GrubScriptError(entry?.line ?? 1, `default=${wanted}`);
  return entry;
}
