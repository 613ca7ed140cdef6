import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../process/run.ts";

/** Lends a folder that is gone after the test. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "sekisho-image-test-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes an ext4 image of 16 MiB with one file in it. */
export async function writeSmallFilesystem(folder: string, image: string): Promise<void> {
  const tree = join(folder, "tree");
  await mkdir(tree, { recursive: true });
  await writeFile(join(tree, "greeting"), "good morning\n");
  await run("mke2fs", ["-q", "-F", "-t", "ext4", "-b", "4096", "-d", tree, image, "16M"]);
}
