import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const repository = join(import.meta.dirname, "..", "..", "..");
/** What the page may be made of: `scripts/test/import-directions.test.ts` holds that. */
const folders = ["apps/console/src", "apps/console/build", "packages"];
const files = ["apps/console/index.html", "apps/console/package.json", "package-lock.json"];
const isSource = (path: string): boolean =>
  /\.(?:tsx?|css|svg|json)$/.test(path) && !/\.test\.tsx?$|(?:^|[/\\])(?:node_modules|testing|\.cache)[/\\]/.test(path);

/** SHA-256 over the names and contents of everything that the page is built from: 64 hexadecimal digits. */
export async function digestOfSources(): Promise<string> {
  const digest = createHash("sha256");
  const found = await Promise.all(folders.map(sourcesIn));
  for (const path of [...files, ...found.flat()].toSorted()) {
    const content = await readFile(join(repository, path));
    digest.update(`${path.split(sep).join("/")}\n${content.length}\n`).update(content);
  }
  return digest.digest("hex");
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(repository, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
    .filter(isSource);
}
