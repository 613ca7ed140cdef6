import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { run } from "../process/run.ts";

/**
 * A file of an ext2 to ext4 filesystem that begins at `offset` of a disk image, by debugfs; undefined when there is none.
 *
 * @throws ImageError when the filesystem can't be read
 */
export async function readExt4File(disk: string, offset: number, path: string): Promise<Uint8Array | undefined> {
  // debugfs takes its command as one text with quotes around names.
  if (/["\\]|\p{Cc}/u.test(path)) throw new ImageError(message("image.inspect.path", { path }));
  const { stdout, stderr } = await run("debugfs", ["-R", `cat "${path}"`, `${disk}?offset=${offset}`]);
  const said = stderr.split("\n").filter((line) => line.trim() !== "" && !/^debugfs \d/.test(line));
  if (said.length === 0) return new Uint8Array(stdout);
  if (said.some((line) => line.includes("File not found by ext2_lookup"))) return undefined;
  throw new ImageError(message("image.inspect.ext4", { path: disk, text: said.join(" | ").slice(0, 400) }));
}
