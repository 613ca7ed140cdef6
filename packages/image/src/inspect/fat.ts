import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { run, ToolError } from "../process/run.ts";

const quiet = { environment: { MTOOLS_SKIP_CHECK: "1", MTOOLS_LOWER_CASE: "0" } };

/** A file of a FAT filesystem that begins at `offset` of a disk image, by mtools; undefined when there is none. */
export async function readFatFile(disk: string, offset: number, path: string): Promise<Uint8Array | undefined> {
  try {
    const { stdout } = await run("mcopy", ["-n", "-i", `${disk}@@${offset}`, `::${checkedPath(path)}`, "-"], quiet);
    return new Uint8Array(stdout);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** The paths of all files in a folder of a FAT filesystem and below it, each beginning with "/"; none when there is no such folder. */
export async function listFatFolder(disk: string, offset: number, folder: string): Promise<readonly string[]> {
  try {
    const words = ["-b", "-/", "-a", "-i", `${disk}@@${offset}`, `::${checkedPath(folder)}`];
    const { stdout } = await run("mdir", words, quiet);
    return stdout
      .toString("utf8")
      .split("\n")
      .filter((line) => line.startsWith("::") && !line.endsWith("/"))
      .map((line) => line.slice(2).replace(/^([^/])/, "/$1"));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** mtools has no status of its own for a file that is not there. */
function isAbsent(error: unknown): boolean {
  return error instanceof ToolError && /not found|no match|non-?existent/i.test(error.stderr);
}

/** Patterns would name other files than the one meant. */
function checkedPath(path: string): string {
  if (/[*?[\]\\:]|\p{Cc}/u.test(path)) throw new ImageError(message("image.inspect.path", { path }));
  return path;
}
