import { runAsRoot } from "../process/as-root.ts";
import { run } from "../process/run.ts";
import { uuidOf } from "./uuid-of.ts";

const mebibyte = 1024 * 1024;
/** Room beside the files: for the filesystem's own tables and journal, and for what a first boot writes. */
const growth = 1.25;
const extraMiB = 96;

/** The size of a filesystem for files that take so many bytes on disk, in MiB. */
function filesystemMiB(bytes: number): number {
  return Math.ceil((bytes / mebibyte) * growth) + extraMiB;
}

/**
 * The arguments of mke2fs: an ext4 with blocks of 4096 bytes (encrypted sectors have that size too), whose tables can grow
 * to a thousand times its size.
 */
function filesystemWords(tree: string, image: string, sizeMiB: number, identity: string): string[] {
  return [
    "-q",
    "-F",
    "-t",
    "ext4",
    "-b",
    "4096",
    "-m",
    "0",
    "-L",
    "sekisho-root",
    "-U",
    uuidOf(identity),
    // Features that older kernels and tools of a person's own tree may not know.
    "-O",
    "^orphan_file,^metadata_csum_seed",
    "-E",
    `lazy_itable_init=1,root_owner=0:0,hash_seed=${uuidOf(`${identity} hash seed`)}`,
    "-d",
    tree,
    image,
    `${sizeMiB}M`,
  ];
}

/**
 * Makes an ext4 image of a tree, without a loop device.
 *
 * @param ownFiles the tree holds nothing but the caller's files, so an ordinary user needs no user namespace to read them
 */
export async function makeFilesystem(
  tree: string,
  image: string,
  identity: string,
  { ownFiles = false }: { readonly ownFiles?: boolean } = {},
): Promise<void> {
  const runTool = ownFiles ? run : runAsRoot;
  const { stdout } = await runTool("du", ["--summarize", "--block-size=1", tree]);
  const used = Number.parseInt(stdout.toString("utf8"), 10);
  await runTool("mke2fs", filesystemWords(tree, image, filesystemMiB(used), identity));
}
