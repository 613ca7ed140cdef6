import { posix } from "node:path";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { run, ToolError, type Finished } from "../process/run.ts";

const mostLinks = 8;

/**
 * A file of an ext2 to ext4 filesystem that begins at `offset` of a disk image, by debugfs; undefined when there is none.
 * Symbolic links are followed, as GRUB does.
 *
 * @throws ImageError when the filesystem can't be read
 */
export async function readExt4File(disk: string, offset: number, path: string): Promise<Uint8Array | undefined> {
  const regular = await followLinks(disk, offset, path);
  if (regular === undefined) return undefined;
  const { stdout, stderr } = await debugfs(disk, offset, "cat", regular);
  const said = linesSaid(stderr);
  if (said.length > 0) throw unreadable(disk, said);
  return new Uint8Array(stdout);
}

/** The path of the regular file that a path leads to. */
async function followLinks(disk: string, offset: number, path: string): Promise<string | undefined> {
  let current = path;
  for (let links = 0; links <= mostLinks; links++) {
    const { stdout, stderr } = await debugfs(disk, offset, "stat", current);
    const said = linesSaid(stderr);
    if (said.some((line) => line.includes("File not found by ext2_lookup"))) return undefined;
    const text = stdout.toString("utf8");
    const type = /^Inode: \d+\s+Type: ([a-z]+)/.exec(text)?.[1];
    if (said.length > 0 || type === undefined) throw unreadable(disk, said);
    if (type !== "symlink") return type === "regular" ? current : undefined;
    // A target of sixty bytes and more has a block of its own, which debugfs does not show.
    const target = /^Fast link dest: "(.*)"$/m.exec(text)?.[1];
    if (target === undefined) throw new ImageError(message("image.inspect.path", { path: current }));
    current = posix.resolve(posix.dirname(current), target);
  }
  return undefined;
}

async function debugfs(disk: string, offset: number, command: "cat" | "stat", path: string): Promise<Finished> {
  // debugfs takes its command as one text with quotes around names.
  if (/["\\]|\p{Cc}/u.test(path)) throw new ImageError(message("image.inspect.path", { path }));
  try {
    return await run("debugfs", ["-R", `${command} "${path}"`, `${disk}?offset=${offset}`]);
  } catch (error) {
    throw error instanceof ToolError ? unreadable(disk, linesSaid(error.stderr)) : error;
  }
}

/** What debugfs says beside its version: its status is 0 whatever happens. */
function linesSaid(stderr: string): readonly string[] {
  return stderr.split("\n").filter((line) => line.trim() !== "" && !/^debugfs \d/.test(line));
}

function unreadable(disk: string, said: readonly string[]): ImageError {
  return new ImageError(message("image.inspect.ext4", { path: disk, text: said.join(" | ").slice(0, 400) }));
}
