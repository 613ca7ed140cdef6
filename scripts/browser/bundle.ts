import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type BuildResult } from "esbuild";

const root = join(import.meta.dirname, "..", "..");

/** The rooms that run in a browser. */
const browserRooms = [
  "messages",
  "encoding",
  "evidence",
  "endorsements",
  "reference-values",
  "appraisal",
  "release",
  "verifier",
];
/** What fetches from the vendors needs a disk and a network; what tests use needs Node.js. */
const nodeOnly = /^@sekisho\/endorsements\/fetch$|\/testing$/;

/** Every entry point of the rooms that run in a browser, as an import names it ("@sekisho/encoding/x509"). */
export async function browserEntryPoints(): Promise<readonly string[]> {
  const manifests = browserRooms.map(async (room) => {
    const text = await readFile(join(root, "packages", room, "package.json"), "utf8");
    const { exports } = JSON.parse(text) as { readonly exports: Readonly<Record<string, unknown>> };
    return Object.keys(exports).map((name) => join("@sekisho", room, name));
  });
  return (await Promise.all(manifests)).flat().filter((name) => !nodeOnly.test(name));
}

/**
 * Bundles a module for a browser, with everything that it imports.
 *
 * @param source the module's text; its imports are resolved as those of a file in this folder
 * @throws the bundler's error when something is imported that a browser does not have
 */
export async function bundleForBrowser(source: string): Promise<string> {
  const { outputFiles }: BuildResult<{ write: false }> = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    platform: "browser",
    conditions: ["browser"],
    format: "iife",
    target: "es2024",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error("esbuild gave no bundle");
  return bundle.text;
}
