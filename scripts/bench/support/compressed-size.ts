import { spawn } from "node:child_process";
import { once } from "node:events";

/** As `packages/image/initramfs/initramfs.conf` has the initrd compressed. */
const zstdWords = ["-3", "--stdout", "--quiet"];

/** How many bytes a file takes in the initrd; its name and times take some hundred more. */
export async function compressedSize(path: string): Promise<number> {
  const child = spawn("zstd", [...zstdWords, path], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  let size = 0;
  for await (const chunk of child.stdout) size += (chunk as Buffer).length;
  const [status] = (await ended) as [number | null];
  if (status !== 0) throw new Error(`zstd ended with status ${status}`);
  return size;
}
