import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MeasuredBoot } from "@sekisho/reference-values";
import type { DiskBoot } from "@sekisho/release";
import { predictDiskBoot } from "../inspect/predict-disk-boot.ts";

const bootNames = { grub: "GRUB", uki: "unified kernel image" } as const;

/**
 * What a machine will measure when it boots from a disk with these files.
 *
 * @param folder the machine's, with its firmware and variable store
 * @param disk the disk's image: the machine's own, or one with the same partitions
 * @param version the kernel's
 * @param remark set behind the values' names
 */
export async function predictBoots(input: {
  readonly folder: string;
  readonly boot: DiskBoot;
  readonly disk: string;
  readonly version: string;
  readonly remark?: string;
  readonly now: Date;
}): Promise<readonly MeasuredBoot[]> {
  const { folder, boot, disk, version, remark = "", now } = input;
  const built = now.toISOString().slice(0, 10);
  const secureBoot = boot.secureBoot ? "on" : "off";
  const { boots } = await predictDiskBoot({
    disk,
    variables: await readFile(join(folder, boot.variables.file)),
    firmware: await readFile(join(folder, boot.firmware.file)),
    secureBoot: boot.secureBoot,
    boot: boot.kind,
    name: `kernel ${version}, ${bootNames[boot.kind]}, Secure Boot ${secureBoot}, built ${built}${remark}`,
    addedAt: now.toISOString(),
  });
  return boots;
}
