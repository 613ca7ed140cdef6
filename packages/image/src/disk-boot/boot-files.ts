import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { malformedMessage, toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { authenticodeDigest, parsePe, sectionContent } from "@sekisho/encoding/pe";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { inspectDisk } from "../inspect/disk.ts";
import { run } from "../process/run.ts";
import { unifiedKernelPath, type Staged } from "./stage.ts";

/** What an update may change of its own: what the firmware starts, and the kernel with its initrd. */
export type Half = "loader" | "kernel";

/**
 * What a disk boots with, as people name it: SHA-256 of the kernel and the initrd, the kernel's version, and one digest over
 * everything before the kernel.
 */
export type BootDescription = {
  readonly kernel: { readonly sha256: string; readonly version: string };
  readonly initrd: string;
  readonly loader: string;
};

const kernelPrefix = "vmlinuz-";
const quiet = { environment: { MTOOLS_SKIP_CHECK: "1" } };

/** Copies the files of a disk's partitions that are not encrypted into a new folder. Needs no rights beyond reading the disk. */
export async function extractBootFiles(disk: string, kind: "grub" | "uki", folder: string): Promise<Staged> {
  const { esp, filesystems } = await inspectDisk(disk);
  const staged = { esp: join(folder, "esp"), boot: kind === "grub" ? join(folder, "boot") : undefined };
  await mkdir(staged.esp, { recursive: true });
  await run("mcopy", ["-i", `${disk}@@${esp.partition.offset}`, "-s", "-n", "::*", staged.esp], quiet);
  const boot = filesystems.find((filesystem) => filesystem.kind === "ext4");
  if (staged.boot !== undefined && boot !== undefined) {
    await mkdir(staged.boot, { recursive: true });
    await run("debugfs", ["-R", `rdump / "${staged.boot}"`, `${disk}?offset=${boot.partition.offset}`]);
    await rm(join(staged.boot, "lost+found"), { recursive: true, force: true });
  }
  return staged;
}

/** Joins one half of one set of files with the other half of another, in a new folder. */
export async function mixBootFiles(from: Readonly<Record<Half, Staged>>, folder: string): Promise<Staged> {
  const staged = { esp: join(folder, "esp"), boot: from.kernel.boot };
  await cp(from.loader.esp, staged.esp, { recursive: true });
  if (staged.boot === undefined) {
    await cp(join(from.kernel.esp, unifiedKernelPath), join(staged.esp, unifiedKernelPath));
  }
  return staged;
}

/** Describes the files so that two sets can be compared: the signature of a program is no part of what it is. */
export async function describeBootFiles({ esp, boot }: Staged): Promise<BootDescription> {
  const names = await filesIn(esp);
  if (boot === undefined) {
    const loader = await digestOf(
      esp,
      names.filter((name) => name !== unifiedKernelPath),
    );
    return { ...(await describeUnifiedKernel(join(esp, unifiedKernelPath))), loader };
  }
  const bootNames = await filesIn(boot);
  const isInitrd = (name: string): boolean => name.startsWith("initrd.img-");
  const kernel = bootNames.find((name) => name.startsWith(kernelPrefix));
  if (kernel === undefined)
    throw new ImageError(message("image.inspect.file", { path: `/${kernelPrefix}*`, disk: boot }));
  const version = kernel.slice(kernelPrefix.length);
  return {
    // GRUB's configuration goes with the kernel that it starts.
    kernel: {
      sha256: await digestOf(
        boot,
        bootNames.filter((name) => !isInitrd(name)),
      ),
      version,
    },
    initrd: await digestOf(boot, bootNames.filter(isInitrd)),
    loader: await digestOf(esp, names),
  };
}

/** All of the image but its initrd counts as its kernel: stub, command line, and what the distribution calls itself too. */
async function describeUnifiedKernel(path: string): Promise<Omit<BootDescription, "loader">> {
  const bytes = new Uint8Array(await readFile(path));
  const image = parsePe(bytes);
  if (!image.ok) throw new ImageError(malformedMessage(unifiedKernelPath, image.error));
  let version = "";
  let initrd = "";
  const others: string[] = [];
  for (const section of image.value.sections) {
    const content = sectionContent(bytes, section) ?? new Uint8Array();
    const digest = toHex(await hash("sha256", content));
    if (section.name === ".initrd") initrd = digest;
    else others.push(`${section.name} ${digest}`);
    if (section.name === ".uname") version = Buffer.from(content).toString("utf8");
  }
  return { kernel: { sha256: toHex(await hash("sha256", Buffer.from(others.join("\n")))), version }, initrd };
}

async function digestOf(folder: string, names: readonly string[]): Promise<string> {
  const digests = await Promise.all(
    names.map(async (name) => `${name} ${await contentDigest(new Uint8Array(await readFile(join(folder, name))))}`),
  );
  return toHex(await hash("sha256", Buffer.from(digests.join("\n"))));
}

async function contentDigest(bytes: Uint8Array): Promise<string> {
  const image = parsePe(bytes);
  return toHex(await (image.ok ? authenticodeDigest(bytes, image.value) : hash("sha256", bytes)));
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).toSorted();
}
