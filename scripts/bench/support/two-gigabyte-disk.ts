import { randomBytes } from "node:crypto";
import { mkdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { run } from "@sekisho/image";

const mebibyte = 1024 * 1024;
const sectorsPerMebibyte = 2048;
const espMebibytes = 256;

/** Of the parts of the unified kernel image, as a small Debian has them. */
export const unifiedKernel = { kernelMebibytes: 12, initrdMebibytes: 36 };

/** The tools that {@link writeTwoGigabyteDisk} needs besides those of a prediction. */
export const diskTools = ["sfdisk", "mformat", "mcopy"] as const;

/**
 * Writes a sparse disk image of 2 GB that starts a unified kernel image by systemd-boot. Its programs are headers and random
 * bytes: nothing can run them, and everything about them is hashed.
 *
 * @param folder an empty one
 * @returns the image's path
 */
export async function writeTwoGigabyteDisk(folder: string): Promise<string> {
  const disk = join(folder, "disk.img");
  await writeFile(disk, "");
  await truncate(disk, 2_000_000_000 - (2_000_000_000 % mebibyte));
  const esp = `start=${sectorsPerMebibyte},size=${espMebibytes * sectorsPerMebibyte},type=U,name=esp`;
  await run("sfdisk", ["--quiet", disk], { stdin: toUtf8(`label: gpt\n${esp}\ntype=L,name=root\n`) });
  const tree = join(folder, "EFI");
  await mkdir(join(tree, "BOOT"), { recursive: true });
  await mkdir(join(tree, "Linux"));
  await writeFile(join(tree, "BOOT", "BOOTX64.EFI"), bootLoader());
  await writeFile(join(tree, "Linux", "linux.efi"), kernelImage());
  const partition = `${disk}@@${mebibyte}`;
  const environment = { MTOOLS_SKIP_CHECK: "1" };
  const size = String(espMebibytes * sectorsPerMebibyte);
  await run("mformat", ["-i", partition, "-T", size, "-v", "SYSTEM", "::"], { environment });
  await run("mcopy", ["-i", partition, "-s", tree, "::"], { environment });
  return disk;
}

function bootLoader(): Uint8Array {
  return writePe({
    sections: [
      { name: ".text", content: random(100 * 1024) },
      { name: ".sdmagic", content: toUtf8("#### LoaderInfo: systemd-boot 257.13 ####") },
    ],
  });
}

function kernelImage(): Uint8Array {
  const kernel = writePe({ sections: [{ name: ".text", content: random(unifiedKernel.kernelMebibytes * mebibyte) }] });
  return writePe({
    sections: [
      { name: ".sdmagic", content: toUtf8("#### LoaderInfo: systemd-stub 257.13 ####") },
      { name: ".linux", content: kernel },
      { name: ".cmdline", content: toUtf8("root=/dev/mapper/root ro quiet") },
      { name: ".initrd", content: random(unifiedKernel.initrdMebibytes * mebibyte) },
    ],
  });
}

function random(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}
