import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";

/** What the initrd is built with, from the tree itself: file, and the package of Debian and Ubuntu that brings it. */
const needed: readonly { readonly file: string; readonly package: string }[] = [
  { file: "usr/sbin/mkinitramfs", package: "initramfs-tools" },
  { file: "usr/sbin/cryptsetup", package: "cryptsetup-bin" },
  { file: "usr/bin/busybox", package: "busybox" },
  { file: "usr/bin/zstd", package: "zstd" },
  { file: "usr/lib/systemd/systemd", package: "systemd-sysv" },
  { file: "usr/sbin/init", package: "systemd-sysv" },
];

/** A kernel of a tree: its version, and its file relative to the tree. */
export type TreeKernel = { readonly version: string; readonly file: string };

/**
 * Looks whether a machine can be made of the tree, and finds its newest kernel.
 *
 * @throws ImageError that names every package to install
 */
export async function inspectTree(tree: string): Promise<TreeKernel> {
  const kernel = newestKernel(await list(join(tree, "boot")), await modulesOf(tree));
  const missing = new Set<string>();
  if (kernel === undefined) missing.add("linux-image-amd64");
  for (const { file, package: name } of needed) if (!(await present(tree, file))) missing.add(name);
  if (kernel === undefined || missing.size > 0) {
    throw new ImageError(message("image.tree.lacks", { packages: [...missing].join(" ") }));
  }
  return kernel;
}

const prefix = "vmlinuz-";

/** The newest kernel that has its modules: versions compared number by number. */
export function newestKernel(boot: readonly string[], modules: readonly string[]): TreeKernel | undefined {
  const versions = boot.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const usable = versions.filter((version) => modules.includes(version));
  const version = usable.toSorted(compareVersions).at(-1);
  return version === undefined ? undefined : { version, file: `boot/vmlinuz-${version}` };
}

/** Orders "6.12.9-amd64" before "6.12.10-amd64". */
export function compareVersions(left: string, right: string): number {
  return left.localeCompare(right, "en", { numeric: true });
}

async function modulesOf(tree: string): Promise<string[]> {
  return [...(await list(join(tree, "usr/lib/modules"))), ...(await list(join(tree, "lib/modules")))];
}

function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Whether the tree has the file, also where `/usr` isn't merged. Links are not followed: they'd lead out of the tree. */
async function present(tree: string, file: string): Promise<boolean> {
  for (const candidate of [file, file.replace(/^usr\//, "")]) {
    const found = await lstat(join(tree, candidate)).catch(() => undefined);
    if (found?.isSymbolicLink() === true) return (await readlink(join(tree, candidate))) !== "";
    if (found !== undefined) return true;
  }
  return false;
}
