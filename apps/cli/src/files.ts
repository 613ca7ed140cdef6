import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { UsageError } from "./usage-error.ts";

/** The largest file that a command reads whole unless it says otherwise. */
const usualLimit = 16 * 1024 * 1024;

/**
 * The content of a file that a person named.
 *
 * @param limit in bytes; what is larger is refused before it is read on, so that a device can't fill the memory
 * @throws UsageError when there is no such file, or it can't be read, or is too large
 */
export async function readInput(path: string, limit: number = usualLimit): Promise<Uint8Array> {
  try {
    const file = await open(path, "r");
    try {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of file.createReadStream({ autoClose: false, end: limit })) {
        const bytes = chunk as Uint8Array;
        chunks.push(bytes);
        length += bytes.length;
      }
      if (length > limit) throw new UsageError(message("cli.file.too-large", { path, limit }));
      return new Uint8Array(Buffer.concat(chunks));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw asUsageError(path, error);
  }
}

/** The paths of the files in a directory, sorted; undefined when `path` is no directory. */
export async function filesInDirectory(path: string): Promise<readonly string[] | undefined> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(path, name));
    return files.toSorted();
  } catch (error) {
    if (codeOf(error) === "ENOTDIR") return undefined;
    throw asUsageError(path, error);
  }
}

function asUsageError(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (code === "ENOENT") return new UsageError(message("cli.file.missing", { path }));
  if (code === "EISDIR") return new UsageError(message("cli.file.directory", { path }));
  return new UsageError(message("cli.file.unreadable", { path, reason: code }));
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
