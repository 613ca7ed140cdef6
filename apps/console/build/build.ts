import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { build } from "vite";
import { digestOfSources } from "./sources.ts";
import { pageConfiguration } from "./vite.config.ts";

const room = join(import.meta.dirname, "..");
const folder = join(room, "dist");
const stamp = "built-from";
const leftover = ".dist-";
const compress = promisify(brotliCompress);

export type Built = {
  /** Where the page stands: `index.html` and `assets/`, each file with its Brotli form (`.br`) beside it. */
  readonly folder: string;
  /** Whether it had to be built: false where it already stood there, made of the same sources. */
  readonly anew: boolean;
};

/**
 * Builds the page into `apps/console/dist`, unless it is already there as its sources are now.
 *
 * Several processes may do so at once: each builds in a folder of its own and then takes the place of what was there.
 */
export async function buildConsole(): Promise<Built> {
  const sources = await digestOfSources();
  const before = await readFile(join(folder, stamp), "utf8").catch(() => undefined);
  if (before === sources) return { folder, anew: false };
  await removeLeftovers();
  const fresh = await mkdtemp(join(room, leftover));
  try {
    await build(pageConfiguration(fresh));
    await compressAll(fresh);
    await writeFile(join(fresh, stamp), sources);
    await chmod(fresh, 0o755);
    await replaceWith(fresh);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return { folder, anew: true };
}

/** A build that was killed leaves its folder; one that goes on is younger than a quarter of an hour. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(room)) {
    if (!name.startsWith(leftover)) continue;
    const state = await stat(join(room, name)).catch(() => undefined);
    const old = state !== undefined && Date.now() - state.mtimeMs > 900_000;
    if (old) await rm(join(room, name), { recursive: true, force: true });
  }
}

async function compressAll(built: string): Promise<void> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  for (const entry of await readdir(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    await writeFile(`${path}.br`, await compress(await readFile(path), { params }));
  }
}

/** A folder can't take the place of a full one in one step, so the old one steps aside; who comes second may lose that race. */
async function replaceWith(fresh: string): Promise<void> {
  const old = await mkdtemp(join(room, leftover));
  try {
    await rename(folder, join(old, "dist")).catch(() => undefined);
    await rename(fresh, folder).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "ENOTEMPTY")) throw error;
    });
  } finally {
    await rm(old, { recursive: true, force: true });
  }
}
