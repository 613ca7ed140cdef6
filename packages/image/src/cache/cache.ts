import { randomUUID } from "node:crypto";
import { chmod, mkdir, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { removeTree } from "../rootfs/remove-tree.ts";
import { contentHash, type Hashable } from "./content-hash.ts";

/** A folder of things that take long to make, each named by the hash of what it was made from. */
export type Cache = { readonly folder: string };

/** No build takes a day. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/** What is kept: the folder's first level. */
export type CacheKind = "rootfs" | "boot" | "filesystem" | "packages" | "loader" | "firmware";

/**
 * Opens the cache, and makes its folder (mode 0700, as root filesystems may hold what is nobody else's business).
 *
 * @param folder default: `$XDG_CACHE_HOME/sekisho`, else `~/.cache/sekisho`
 */
export async function openCache(folder?: string): Promise<Cache> {
  const base = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const path = resolve(folder ?? join(base, "sekisho"), "image");
  await mkdir(path, { recursive: true });
  await chmod(path, 0o700);
  await removeLeftovers(join(path, "work"));
  return { folder: path };
}

/** What a process that was killed left of its work. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfter) {
      await removeTree(join(folder, name)).catch(() => {});
    }
  }
}

/**
 * The folder made from exactly these inputs: the kept one, or one that `make` fills now.
 *
 * An interrupted or failed `make` leaves nothing behind, and two at the same time end with one of the two results.
 *
 * @param maximumAge a kept folder that is older (milliseconds) is made anew: for inputs that change with time, as a suite does
 */
export async function cached(
  cache: Cache,
  kind: CacheKind,
  inputs: Hashable,
  make: (folder: string) => Promise<void>,
  { maximumAge = Infinity }: { readonly maximumAge?: number } = {},
): Promise<{ readonly folder: string; readonly fresh: boolean }> {
  const folder = join(cache.folder, kind, contentHash(inputs));
  const age = await stat(folder).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => undefined,
  );
  if (age !== undefined && age <= maximumAge) return { folder, fresh: false };
  await withWorkFolder(cache, async (work) => {
    const made = join(work, "made");
    await mkdir(made);
    await make(made);
    await utimes(made, new Date(), new Date());
    await replace(made, folder, work);
  });
  return { folder, fresh: true };
}

async function replace(made: string, folder: string, work: string): Promise<void> {
  await mkdir(join(folder, ".."), { recursive: true });
  await rename(folder, join(work, "old")).catch(() => {});
  await rename(made, folder).catch(async (error: unknown) => {
    // Somebody else put the same thing there in between.
    if (
      await stat(folder).then(
        (found) => !found.isDirectory(),
        () => true,
      )
    )
      throw error;
  });
}

/** A folder for work in progress on the cache's own disk, gone afterwards. */
export async function withWorkFolder<T>(cache: Cache, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(cache.folder, "work", randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
