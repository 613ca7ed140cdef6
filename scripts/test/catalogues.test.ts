import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { message } from "@sekisho/messages";
import { createContext } from "sekisho";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");
/** A text that people of the demo or of the page alone read: `sekisho` has no catalogue for it. */
const onlyElsewhere = /^(?:demo|console)\./;

type File = { readonly path: string; readonly text: string };

async function sources(): Promise<File[]> {
  const found: File[] = [];
  for (const wing of ["packages", "apps", "scripts"]) {
    for (const entry of await readdir(join(root, wing), { recursive: true, withFileTypes: true })) {
      const path = relative(root, join(entry.parentPath, entry.name));
      if (!entry.isFile() || !/\.tsx?$/.test(path) || /[/\\]dist[/\\]/.test(path) || path.includes("node_modules"))
        continue;
      found.push({ path, text: await readFile(join(root, path), "utf8") });
    }
  }
  return found;
}

const files = await sources();
const isCatalogue = ({ path }: File): boolean => path.includes(`${sep}locales${sep}`);
const isTest = ({ path }: File): boolean =>
  path.endsWith(".test.ts") || /[/\\](?:testing|test-support)[/\\]/.test(path);
const code = files.filter((file) => !isCatalogue(file) && !isTest(file));
const known = new Set(
  files
    .filter((file) => isCatalogue(file) && /(?:[/\\]|\.)en\.ts$/.test(file.path))
    .flatMap(({ text }) => Array.from(text.matchAll(/^ {2}"([^"]+)":/gm), ([, id = ""]) => id)),
);

const literal = /"([a-z][\w-]*(?:\.[\w-]+)+)"/g;
const template = /`([a-z][\w-]*\.(?:[\w.-]|\$\{[^}`]*\})*)`/g;

/** The identifiers that a template may become: what stands in `${…}` is taken for any word. */
function pattern(text: string): RegExp {
  const parts = text.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(".", String.raw`\.`));
  return new RegExp(`^${parts.join(String.raw`[\w.-]+`)}$`);
}

function matches(text: string, expression: RegExp): string[] {
  return Array.from(text.matchAll(expression), ([, found = ""]) => found);
}

test("the catalogues have been found", () => {
  expect(known.size).toBeGreaterThan(400);
});

test("every text of a catalogue is used", () => {
  const literals = new Set(code.flatMap(({ text }) => matches(text, literal)));
  const patterns = code.flatMap(({ text }) => matches(text, template)).map(pattern);
  // A check named "a.b" has its two texts in "a.b.pass" and "a.b.fail".
  const used = (id: string): boolean =>
    literals.has(id) || literals.has(id.replace(/\.(?:pass|fail)$/, "")) || patterns.some((one) => one.test(id));
  expect([...known].filter((id) => !used(id))).toEqual([]);
});

test("every message that code makes has a text", () => {
  const strange = code.flatMap(({ path, text }) =>
    Array.from(
      text.matchAll(/\b(?:message|t|rich)\(([^;{}]*?(?:\$\{[^}`]*\}[^;{}]*?)*)(?:,|\))/g),
      ([, first = ""]) => first,
    ).flatMap((first) =>
      [
        ...matches(first, literal).filter((id) => !known.has(id)),
        ...matches(first, template).filter((id) => ![...known].some((one) => pattern(id).test(one))),
      ].map((id) => `${path}: ${id}`),
    ),
  );
  expect(strange).toEqual([]);
});

test.each(["en", "ja"] as const)("sekisho has every room's texts at hand (%s)", (locale) => {
  const sink = { write: () => true };
  const { render } = createContext(locale, sink, sink);
  const absent = [...known].filter((id) => !onlyElsewhere.test(id) && render(message(id)) === `${id} {}`);
  expect(absent).toEqual([]);
});
