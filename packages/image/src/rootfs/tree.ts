import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { runAsRoot } from "../process/as-root.ts";
import { ToolError } from "../process/run.ts";

/** Folders of the running kernel, and marks of the container that a tree may come from. */
const leftOut = ["dev/*", "proc/*", "sys/*", "run/*", "tmp/*", ".dockerenv", "run/.containerenv"];
const mountPoints = ["dev", "proc", "sys", "run", "tmp"];

/** The arguments of tar that unpack a root filesystem, its owners, links, capabilities and attributes included. */
function unpackWords(tar: string, tree: string): string[] {
  return [
    "--extract",
    `--file=${tar}`,
    `--directory=${tree}`,
    "--numeric-owner",
    "--same-owner",
    "--same-permissions",
    "--xattrs",
    "--xattrs-include=*",
    "--anchored",
    "--wildcards",
    ...leftOut.flatMap((path) => [`--exclude=./${path}`, `--exclude=${path}`]),
  ];
}

/** Unpacks a tar (plain, or compressed as tar itself recognizes) into a new folder. */
export async function unpackTree(tar: string, tree: string): Promise<void> {
  await mkdir(tree, { recursive: true });
  try {
    await runAsRoot("tar", unpackWords(tar, tree));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new ImageError(message("image.archive.unreadable", { path: tar, text: error.stderr.trim().slice(0, 400) }));
  }
  await finishTree(tree);
}

/** Copies a folder's tree, as root sees it, into a new folder: the original stays as it is. */
export async function copyTree(folder: string, tree: string): Promise<void> {
  await mkdir(tree, { recursive: true });
  await runAsRoot("cp", ["--archive", "--one-file-system", "--reflink=auto", "--no-target-directory", folder, tree]);
  await runAsRoot("rm", ["-rf", ...mountPoints.map((name) => join(tree, name)), join(tree, ".dockerenv")]);
  await finishTree(tree);
}

async function finishTree(tree: string): Promise<void> {
  await runAsRoot("sh", [
    "-euc",
    'cd "$1"; shift; for name; do [ -L "$name" ] && rm "$name"; mkdir -p "$name"; done; chmod 1777 tmp; chmod 755 dev proc sys run',
    "sh",
    tree,
    ...mountPoints,
  ]);
}
