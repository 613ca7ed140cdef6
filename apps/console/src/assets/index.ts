import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

/** One file of the page. */
export type Asset = {
  readonly bytes: Uint8Array;
  /** The content type, with its character set. */
  readonly type: string;
  /** The same bytes under Brotli, for who accepts that encoding. */
  readonly brotli: Uint8Array;
  /** Whether its name changes with its content, so that it may be kept for ever. */
  readonly immutable: boolean;
};

/** The page by its paths ("/index.html", "/assets/index-4f3a.js"). Every address of the page is answered with `/index.html`. */
export type Assets = ReadonlyMap<string, Asset>;

const folder = join(import.meta.dirname, "..", "..", "dist");
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
};

/** The built page, or undefined where it was not built (`npm ci` builds it). */
export async function readConsoleAssets(): Promise<Assets | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const served = paths.filter((path) => extname(path) in types);
  const assets = await Promise.all(
    served.map(async (path): Promise<[string, Asset]> => {
      const [bytes, brotli] = await Promise.all([readFile(path), readFile(`${path}.br`)]);
      const name = `/${relative(folder, path).split(sep).join("/")}`;
      const immutable = name.startsWith("/assets/");
      return [name, { bytes, brotli, type: types[extname(path)] ?? "", immutable }];
    }),
  );
  return assets.some(([name]) => name === "/index.html") ? new Map(assets) : undefined;
}
