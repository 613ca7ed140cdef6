import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** An answer, and when it came. */
export type Kept = { readonly bytes: Uint8Array; readonly at: Date };

/** Keeps what was fetched, by its address. What it gives back is as little trusted as what the network gives. */
export type Store = {
  get(url: string): Promise<Kept | undefined>;
  put(url: string, kept: Kept): Promise<void>;
};

/** Keeps up to `limit` answers for as long as the process lives; the oldest go first. */
export function createMemoryStore(limit = 1024): Store {
  const kept = new Map<string, Kept>();
  return {
    get: (url) => Promise.resolve(kept.get(url)),
    put: (url, answer) => {
      kept.delete(url);
      kept.set(url, answer);
      const { value: oldest } = kept.keys().next();
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
      return Promise.resolve();
    },
  };
}

/**
 * Keeps answers as files of `directory`, which is made if needed: one for each address, named by its SHA-256, with the address
 * in the first line for whoever looks inside; the file's time is when the answer came. Files appear whole or not at all. A file that can't be read counts as absent.
 */
export function createDiskStore(directory: string): Store {
  const pathOf = (url: string): string => join(directory, createHash("sha256").update(url).digest("hex"));
  return {
    get: async (url) => {
      const head = Buffer.from(`${url}\n`);
      try {
        const [content, { mtime: at }] = await Promise.all([readFile(pathOf(url)), stat(pathOf(url))]);
        if (!content.subarray(0, head.length).equals(head)) return undefined;
        return { bytes: new Uint8Array(content.subarray(head.length)), at };
      } catch {
        return undefined;
      }
    },
    put: async (url, { bytes, at }) => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const target = pathOf(url);
      const draft = `${target}.${randomBytes(6).toString("hex")}`;
      try {
        await writeFile(draft, Buffer.concat([Buffer.from(`${url}\n`), bytes]), { mode: 0o600 });
        await utimes(draft, at, at);
        await rename(draft, target);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
  };
}

/** Everything that a disk store keeps, by its address. Files that are none of its own are passed over; no folder is an empty one. */
export async function listDiskStore(directory: string): Promise<ReadonlyMap<string, Kept>> {
  const store = createDiskStore(directory);
  const found = new Map<string, Kept>();
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter((one) => /^[0-9a-f]{64}$/.test(one)).toSorted()) {
    const content = await readFile(join(directory, name)).catch(() => Buffer.alloc(0));
    const end = content.indexOf("\n");
    const url = content.subarray(0, Math.max(0, end)).toString("utf8");
    const kept = await store.get(url);
    if (kept !== undefined) found.set(url, kept);
  }
  return found;
}
