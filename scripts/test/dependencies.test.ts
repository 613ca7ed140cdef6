import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

const rooms = (
  await Promise.all(
    ["packages", "apps"].map(async (wing) => (await readdir(join(root, wing))).map((room) => join(wing, room))),
  )
).flat();

/** The packages that a room's production code imports, as code and not as a type in a comment. */
async function importsOf(room: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const entry of await readdir(join(root, room, "src"), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.tsx?$/.test(path) || isForTests(path)) continue;
    const text = await readFile(path, "utf8");
    for (const [, name = ""] of text.matchAll(/^(?:import|export|\})(?:[^"\n]* from)? "([^"\n]+)";$/gm))
      found.add(packageOf(name));
    for (const [, name = ""] of text.matchAll(/\bimport\("([^"\n]+)"\)/g)) found.add(packageOf(name));
  }
  return found;
}

const isForTests = (path: string): boolean =>
  /\.test\.tsx?$|[/\\]test(?:ing|-support)[/\\]|[/\\](?:testing|test-gate)\.ts$/.test(path);
const packageOf = (name: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name;

describe.each(rooms)("%s", (room) => {
  test("declares what it imports, and nothing else", async () => {
    const manifest = JSON.parse(await readFile(join(root, room, "package.json"), "utf8")) as Manifest;
    const declared = Object.keys(manifest.dependencies ?? {});
    const imported = [...(await importsOf(room))].filter(
      (name) => !/^(?:\.|node:)/.test(name) && name !== manifest.name,
    );
    expect(declared.toSorted()).toEqual(imported.toSorted());
  });
});
