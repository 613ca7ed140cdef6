import { open } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { machineSchema, type DiskMachine, type Machine } from "@sekisho/release";
import type { BootArtifacts } from "../boot-artifacts.ts";
import { withWorkFolder, type Cache } from "../cache/cache.ts";
import { ImageError } from "../image-error.ts";
import { inspectDisk } from "../inspect/disk.ts";
import { names } from "../machine/folder.ts";
import { bytesIn, fillBoot, fillEsp } from "./assemble.ts";
import { describeBootFiles, extractBootFiles, mixBootFiles, type BootDescription } from "./boot-files.ts";
import { mebibyte } from "./layout.ts";
import type { Loaders } from "./loaders.ts";
import { predictBoots } from "./predict.ts";
import { readSigningKey, type SigningKey } from "./signing-key.ts";
import { stageBootFiles, type Staged } from "./stage.ts";

/** A component that an update changes, with its version or the start of its digest before and after. */
export type Change = {
  readonly component: "boot-loader" | "kernel" | "initrd";
  readonly from: string;
  readonly to: string;
};

export type DiskRefresh = {
  /** The image's folder. */
  readonly folder: string;
  readonly machine: DiskMachine;
  readonly boot: BootArtifacts;
  readonly loaders: Loaders;
  /** Who signs; default: the key in the folder's `keys/`. */
  readonly signingKey: SigningKey | undefined;
  readonly dryRun: boolean;
  readonly cache: Cache;
  readonly now: Date;
};

export type DiskRefreshed = {
  readonly changed: readonly Change[];
  readonly machine: Machine;
  readonly added: readonly MeasuredBoot[];
};

/** How many predicted boots a machine remembers beside those it learned; the schema allows 64 in all. */
const mostPredicted = 40;
/** What a filesystem takes for itself, with room to spare. */
const overheadBytes = 12 * mebibyte;

/**
 * Writes a new boot loader, kernel and initrd to the partitions of a disk that are not encrypted, and predicts what may boot
 * then: the new files; and where both boot loader and kernel change, each new half with the other old one, as an update from
 * within the machine passes through.
 *
 * The encrypted partition is neither read nor written, and `machine.json` is the caller's to write.
 *
 * @throws ImageError when the new files don't fit the partitions, or the key that signs is not there
 */
export async function refreshDisk(input: DiskRefresh): Promise<DiskRefreshed> {
  const { folder, machine, boot, loaders, dryRun, cache, now } = input;
  const disk = join(folder, machine.disk.file);
  return withWorkFolder(cache, async (work) => {
    const { commandLine, kind } = machine.boot;
    const bootable = { boot, loaders, commandLine, signingKey: await signingKeyOf(input) };
    const next = await stageBootFiles(join(work, "new"), bootable);
    const old = await extractBootFiles(disk, kind, join(work, "old"));
    const before = await describeBootFiles(old);
    const changed = differences(before, await describeBootFiles(next));
    if (changed.length === 0) return { changed, machine, added: [] };
    const added: MeasuredBoot[] = [];
    const predicting = { folder, boot: machine.boot, now };
    if (changed.length > 1 && changed[0]?.component === "boot-loader") {
      const newLoader = await mixBootFiles({ loader: next, kernel: old }, join(work, "new-loader"));
      const newKernel = await mixBootFiles({ loader: old, kernel: next }, join(work, "new-kernel"));
      const halves = [
        { files: newLoader, version: before.kernel.version, remark: ", boot loader updated first" },
        { files: newKernel, version: boot.version, remark: ", kernel updated first" },
      ];
      for (const [index, { files, ...how }] of halves.entries()) {
        const scratch = await scratchDisk(disk, files, join(work, `half-${index}.img`));
        added.push(...(await predictBoots({ ...predicting, disk: scratch, ...how })));
      }
    }
    const whole = await scratchDisk(disk, next, join(work, "whole.img"));
    added.push(...(await predictBoots({ ...predicting, disk: whole, version: boot.version })));
    if (!dryRun) await copyBootPartitions(whole, disk);
    const measuredBoots = withPredicted(machine.measuredBoots ?? [], added);
    return { changed, machine: machineSchema.parse({ ...machine, measuredBoots } satisfies Machine), added };
  });
}

async function signingKeyOf({ folder, machine, signingKey }: DiskRefresh): Promise<SigningKey | undefined> {
  if (machine.boot.kind !== "uki" || !machine.boot.secureBoot) return undefined;
  const keys = join(folder, names.keys);
  return signingKey ?? readSigningKey(join(keys, names.secureBootKey), join(keys, names.secureBootCertificate));
}

function differences(before: BootDescription, after: BootDescription): Change[] {
  const changes: Change[] = [];
  const short = (digest: string): string => digest.slice(0, 16);
  if (before.loader !== after.loader) {
    changes.push({ component: "boot-loader", from: short(before.loader), to: short(after.loader) });
  }
  if (before.kernel.sha256 !== after.kernel.sha256) {
    const [from, to] = [before.kernel, after.kernel];
    const sameVersion = from.version === to.version;
    const named = ({ version, sha256 }: BootDescription["kernel"]): string =>
      sameVersion ? `${version} (${short(sha256)})` : version;
    changes.push({ component: "kernel", from: named(from), to: named(to) });
  }
  if (before.initrd !== after.initrd) {
    changes.push({ component: "initrd", from: short(before.initrd), to: short(after.initrd) });
  }
  return changes;
}

/** A sparse image with the disk's partition table and these files, and nothing in its other partitions. */
async function scratchDisk(disk: string, { esp, boot }: Staged, path: string): Promise<string> {
  const { esp: system, filesystems } = await inspectDisk(disk);
  await copyRange(disk, path, 0, system.partition.offset, "w");
  const place = async (partition: { readonly offset: number; readonly size: number }, folder: string) => {
    const needed = (await bytesIn(folder)) + overheadBytes;
    if (needed > partition.size) {
      const toMebibytes = (bytes: number): number => Math.ceil(bytes / mebibyte);
      const values = { needed: toMebibytes(needed), available: toMebibytes(partition.size) };
      throw new ImageError(message("image.refresh.no-room", values));
    }
    return { offset: partition.offset, bytes: partition.size };
  };
  await fillEsp(path, await place(system.partition, esp), esp);
  const second = filesystems.find(({ kind }) => kind === "ext4");
  if (boot !== undefined && second !== undefined) await fillBoot(path, await place(second.partition, boot), boot);
  return path;
}

/** Copies the partitions before the encrypted one. */
async function copyBootPartitions(from: string, to: string): Promise<void> {
  for (const { partition } of (await inspectDisk(from)).filesystems) {
    await copyRange(from, to, partition.offset, partition.offset + partition.size, "r+");
  }
}

async function copyRange(from: string, to: string, start: number, end: number, flags: "w" | "r+"): Promise<void> {
  const source = await open(from, "r");
  try {
    const target = await open(to, flags);
    try {
      if (flags === "w") await target.truncate((await source.stat()).size);
      const piece = new Uint8Array(mebibyte);
      for (let at = start; at < end;) {
        const { bytesRead } = await source.read(piece, 0, Math.min(piece.length, end - at), at);
        if (bytesRead === 0) break;
        await target.write(piece, 0, bytesRead, at);
        at += bytesRead;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** The known boots and the predicted ones: none twice, what was learned always, of the predicted the newest. */
export function withPredicted(known: readonly MeasuredBoot[], added: readonly MeasuredBoot[]): MeasuredBoot[] {
  const contentOf = ({ pcrs, events }: MeasuredBoot): string => JSON.stringify([pcrs, events]);
  const newer = new Set(added.map(contentOf));
  const learned = known.filter(({ origin }) => origin === "learned");
  const predicted = known.filter((boot) => boot.origin === "predicted" && !newer.has(contentOf(boot)));
  return [...learned, ...[...predicted, ...added].slice(-mostPredicted)];
}
