import { bootPaths, technologies, type BootPath, type Technology } from "./scenarios.ts";

/** What the demo was asked for. */
export type Words = {
  readonly software: boolean;
  readonly json: boolean;
  /** The page instead of a play, and whether a browser is opened at it. */
  readonly console: boolean;
  readonly open: boolean;
  readonly boot: BootPath;
  readonly technology: Technology;
  readonly language: string | undefined;
  /** The first word that means nothing. */
  readonly unknown: string | undefined;
};

const switches: readonly string[] = ["--software", "--json", "--console"];
const withoutOpening = "--no-open";
/** What a play is asked for, and the page has no use for. */
const ofPlays: readonly string[] = ["--json", "--boot", "--technology"];
const valued: Readonly<Record<string, readonly string[]>> = {
  "--lang": ["en", "ja"],
  "--boot": bootPaths,
  "--technology": technologies,
};

export function readWords(words: readonly string[]): Words {
  const values = new Map<string, string>();
  let unknown: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const allowed = valued[word];
    if (words.includes("--console") && ofPlays.includes(word)) unknown ??= word;
    if (allowed === undefined) {
      const known = switches.includes(word) || (word === withoutOpening && words.includes("--console"));
      if (!known) unknown ??= word;
      continue;
    }
    const value = words[++at] ?? "";
    values.set(word, value);
    if (!allowed.includes(value)) unknown ??= `${word} ${value}`;
  }
  return {
    software: words.includes("--software"),
    json: words.includes("--json"),
    console: words.includes("--console"),
    open: !words.includes(withoutOpening),
    boot: bootPaths.find((path) => path === values.get("--boot")) ?? "direct",
    technology: technologies.find((kind) => kind === values.get("--technology")) ?? "sev-snp",
    language: values.get("--lang"),
    unknown,
  };
}
