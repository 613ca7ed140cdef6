import { join } from "node:path";
import { runAsRoot } from "./as-root.ts";
import type { Finished, RunOptions } from "./run.ts";

/** The data files of this package that run elsewhere: in a tree, or in the initrd. */
export const dataFolder: string = join(import.meta.dirname, "..", "..", "initramfs");

/**
 * Runs a program of a root filesystem in it, with /dev and /proc, in mounts and processes of its own.
 *
 * @param work a folder that the program finds as /run
 */
export function runInTree(
  tree: string,
  words: readonly string[],
  { work = "", ...options }: RunOptions & { readonly work?: string } = {},
): Promise<Finished> {
  return runAsRoot("sh", [join(dataFolder, "in-tree.sh"), tree, work, ...words], { ...options, isolated: true });
}
