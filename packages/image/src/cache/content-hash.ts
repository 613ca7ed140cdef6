import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";

/** What a hash can be taken over: plain values, with the keys of objects in any order. */
export type Hashable = string | number | boolean | null | readonly Hashable[] | { readonly [key: string]: Hashable };

/** SHA-256, in hexadecimal, over one written form of the value: the keys of objects sorted. */
export function contentHash(value: Hashable): string {
  return createHash("sha256").update(canonical(value)).digest("hex");
}

function canonical(value: Hashable): string {
  if (Array.isArray(value)) return `[${value.map((item: Hashable) => canonical(item)).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

/** SHA-256 of a file's content, in hexadecimal, read in pieces. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer);
  return hash.digest("hex");
}

/**
 * SHA-256 over the names, kinds, owners, modes, sizes and times of everything in a folder: changes with any change of its
 * content that a program can make, without reading the content (ctime can't be set).
 */
export async function folderHash(folder: string): Promise<string> {
  const hash = createHash("sha256");
  const walk = async (path: string, name: string): Promise<void> => {
    const { mode, uid, gid, size, mtimeMs, ctimeMs, ino } = await lstat(path);
    const kind = mode & 0o170000;
    const isFolder = kind === 0o040000;
    const target = kind === 0o120000 ? await readlink(path) : "";
    hash.update(`${JSON.stringify([name, mode, uid, gid, isFolder ? 0 : size, mtimeMs, ctimeMs, ino, target])}\n`);
    if (!isFolder) return;
    for (const child of (await readdir(path)).toSorted()) await walk(join(path, child), `${name}/${child}`);
  };
  await walk(folder, "");
  return hash.digest("hex");
}
