import { readdir, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { uuidOf } from "../disk/uuid-of.ts";
import { run } from "../process/run.ts";
import { bootFilesystem } from "./grub-config.ts";
import { layOut, mebibyte, partitionScript, type Layout, type Partition, type Role } from "./layout.ts";

/** The folders whose content goes on the partitions that are not encrypted, and the encrypted root as an image of its own. */
export type DiskContent = { readonly esp: string; readonly boot: string | undefined; readonly root: string };

/** FAT32 has at least 65 525 clusters, and firmware need not read anything smaller from a disk. */
const leastEsp = 64 * mebibyte;
/** Sizes of partitions with kernels: a new version rarely needs another one, so PCR 5 rarely changes. */
const step = 64 * mebibyte;
const sectorBytes = 512;
/** The sizes need not fit the cylinders of a disk of 1985. */
const mtools = { environment: { MTOOLS_SKIP_CHECK: "1" } };

/**
 * Puts a disk together: partition table, EFI system partition, GRUB's boot partition if there is one, and the encrypted root,
 * copied in sparsely. Everything works on a plain file, without loop devices and without being root.
 *
 * @param sizeMiB the disk is not smaller than this; root takes what is left
 */
export async function assembleDisk(disk: string, content: DiskContent, sizeMiB: number = 0): Promise<Layout> {
  const { esp, boot, root } = content;
  const sizes: { role: Role; bytes: number }[] = [{ role: "esp", bytes: Math.max(leastEsp, await roomFor(esp)) }];
  if (boot !== undefined) sizes.push({ role: "boot", bytes: await roomFor(boot) });
  sizes.push({ role: "root", bytes: (await stat(root)).size });
  const layout = layOut(sizes, sizeMiB * mebibyte);
  await writeFile(disk, "");
  await truncate(disk, layout.bytes);
  await run("sfdisk", ["--quiet", disk], { stdin: Buffer.from(partitionScript(layout)) });
  for (const partition of layout.partitions) await fill(disk, partition, content);
  return layout;
}

async function fill(disk: string, partition: Partition, content: DiskContent): Promise<void> {
  const { offset } = partition;
  switch (partition.role) {
    case "esp":
      return fillEsp(disk, partition, content.esp);
    case "boot":
      return fillBoot(disk, partition, content.boot ?? "");
    case "root": {
      const words = ["bs=1M", `seek=${offset / mebibyte}`, "conv=notrunc,sparse", "status=none"];
      await run("dd", [`if=${content.root}`, `of=${disk}`, ...words]);
    }
  }
}

type Place = Pick<Partition, "offset" | "bytes">;

/** Makes a FAT32 with a folder's files in a partition of a disk image. */
export async function fillEsp(disk: string, { offset, bytes }: Place, folder: string): Promise<void> {
  const image = `${disk}@@${offset}`;
  const serialNumber = uuidOf("sekisho esp filesystem").slice(0, 8);
  await run("mformat", ["-i", image, "-F", "-N", serialNumber, "-T", `${bytes / sectorBytes}`, "::"], mtools);
  const files = (await readdir(folder)).toSorted().map((name) => join(folder, name));
  await run("mcopy", ["-i", image, "-s", "-Q", ...files, "::"], mtools);
}

/** Makes the ext4 that GRUB reads, with a folder's files, in a partition of a disk image. */
export async function fillBoot(disk: string, { offset, bytes }: Place, folder: string): Promise<void> {
  await run("mke2fs", bootWords(disk, folder, offset, bytes));
}

/** Without a journal, since nothing writes this filesystem while a machine runs. */
function bootWords(disk: string, folder: string, offset: number, bytes: number): string[] {
  return [
    "-q",
    "-F",
    "-t",
    "ext4",
    "-O",
    "^has_journal,^orphan_file,^metadata_csum_seed",
    "-L",
    "sekisho-boot",
    "-U",
    bootFilesystem,
    "-E",
    `offset=${offset},root_owner=0:0,hash_seed=${uuidOf("sekisho boot hash seed")}`,
    "-m",
    "0",
    "-d",
    folder,
    disk,
    `${bytes / mebibyte}M`,
  ];
}

/** Room for a folder's files and their successors beside them while an update is written, in whole steps. */
async function roomFor(folder: string): Promise<number> {
  return Math.ceil((2 * (await bytesIn(folder)) + 16 * mebibyte) / step) * step;
}

/** How many bytes a folder's files have. */
export async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
