import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { afterAll, describe, expect, test } from "vitest";
import { haveVectors, vectorPath } from "./vectors.ts";

const root = join(import.meta.dirname, "..", "..");
const folders: string[] = [];

/** A command of a page, and what the page shows it to print; a line "…" stands for any lines. */
type Step = { command: string; readonly shown: string[] };
/** A session in a page: the files that it begins with (name → path among the vectors), and its steps. */
type Session = {
  readonly page: string;
  readonly files: readonly (readonly [string, string])[];
  readonly steps: Step[];
};

/**
 * Sessions stand in indented blocks after a comment `<!-- session: NAME = VECTOR, … -->` (a path that begins with `docs/` is one of this
 * repository); such blocks that follow without another comment go on with the same files. A line that begins with `>` belongs to the command above it.
 */
function sessionsOf(page: string): Session[] {
  const found: Session[] = [];
  let session: Session | undefined;
  let step: Step | undefined;
  for (const line of readFileSync(join(root, page), "utf8").split("\n")) {
    const [, files] = /^<!-- session: (.+) -->$/.exec(line) ?? [];
    if (files !== undefined) {
      session = { page, files: files.split(", ").map((one) => splitOnce(one, " = ")), steps: [] };
      found.push(session);
    } else if (session !== undefined && line.startsWith("    $ ")) {
      step = { command: line.slice(6), shown: [] };
      session.steps.push(step);
    } else if (step !== undefined && step.shown.length === 0 && line.startsWith("    > ")) {
      step.command += `\n${line.slice(6)}`;
    } else if (step !== undefined && (line.startsWith("    ") || line === "")) {
      step.shown.push(line.slice(4));
    } else step = undefined;
  }
  return found;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const [name = "", path = ""] = text.split(separator);
  return [name, path];
}

/** Runs a session in a folder of its own; every step's output as one text, both streams. */
function run({ files, steps }: Session): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "sekisho-session-"));
  folders.push(folder);
  for (const [name, path] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    copyFileSync(path.startsWith("docs/") ? join(root, path) : vectorPath(path), join(folder, name));
  }
  const env = { ...process.env, NODE: process.execPath, SEKISHO: join(root, "apps/cli/bin/sekisho.js") };
  let status = 0;
  return steps.map(({ command }) => {
    const script = `exec 2>&1\nsekisho() { "$NODE" "$SEKISHO" "$@"; }\n(exit ${status})\n${command}`;
    const outcome = spawnSync("sh", ["-c", script], { cwd: folder, env, encoding: "utf8" });
    status = outcome.status ?? -1;
    return outcome.stdout;
  });
}

/** What a step may print: the lines that the page shows, and any lines for "…". */
function patternOf(shown: readonly string[]): RegExp {
  const lines = shown.join("\n").trimEnd().split("\n");
  const parts = lines.map((line) => (line.trim() === "…" ? "(?:.*\\n)*?" : `${escape(line)}\\n`));
  return new RegExp(`^${parts.join("")}$`);
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const pages = ["en", "ja"].flatMap((language) =>
  readdirSync(join(root, "docs", language)).map((name) => join("docs", language, name)),
);
const sessions = pages.flatMap(sessionsOf);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test("there are sessions in both languages", () => {
  for (const language of ["en", "ja"]) {
    expect(sessions.filter(({ page }) => page.includes(`/${language}/`)).length).toBeGreaterThan(0);
  }
});

describe.skipIf(!haveVectors)("the documented session", () => {
  test.each(sessions.map((session) => [session.page, session.files[0]?.[0] ?? "", session] as const))(
    "of %s with %s goes as the page shows it",
    (_page, _file, session) => {
      const printed = run(session);
      expect(session.steps.length).toBeGreaterThan(0);
      for (const [index, { shown }] of session.steps.entries())
        expect(`${printed[index]?.trimEnd()}\n`).toMatch(patternOf(shown));
    },
  );
});
