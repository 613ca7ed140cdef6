import { uuidOf } from "../disk/uuid-of.ts";

/** What a partition of a machine's disk is for: how the firmware finds it, and what it is called. */
export type Role = "esp" | "boot" | "root";

/** The partitions of a disk that boots, in their order. */
export const partitionRoles: Readonly<Record<"grub" | "uki", readonly Role[]>> = {
  grub: ["esp", "boot", "root"],
  uki: ["esp", "root"],
};

/** Where a partition lies in the disk, in bytes. */
export type Partition = { readonly role: Role; readonly offset: number; readonly bytes: number };

/** A disk with a GUID Partition Table; `partitions` in their order, numbered from 1. */
export type Layout = { readonly bytes: number; readonly partitions: readonly Partition[] };

export const mebibyte = 1024 * 1024;
/** Before the first partition and behind the last: the two tables, in whole mebibytes as partitioning tools leave them. */
const margin = mebibyte;

/** The types of GPT, as sfdisk abbreviates them: EFI system partition, and Linux filesystem data. */
const types: Readonly<Record<Role, string>> = { esp: "U", boot: "L", root: "L" };

/**
 * Lays partitions one after the other, each beginning and ending at a whole mebibyte.
 *
 * @param sizes the bytes that each partition must hold at least
 * @param leastBytes the disk is not smaller than this; the last partition takes what is left
 */
export function layOut(
  sizes: readonly { readonly role: Role; readonly bytes: number }[],
  leastBytes: number = 0,
): Layout {
  const partitions: Partition[] = [];
  let end = margin;
  for (const [index, { role, bytes }] of sizes.entries()) {
    const rest = index === sizes.length - 1 ? Math.floor(leastBytes / mebibyte) * mebibyte - margin - end : 0;
    const taken = Math.max(wholeMebibytes(bytes), rest);
    partitions.push({ role, offset: end, bytes: taken });
    end += taken;
  }
  return { bytes: end + margin, partitions };
}

export function wholeMebibytes(bytes: number): number {
  return Math.ceil(bytes / mebibyte) * mebibyte;
}

/**
 * What sfdisk reads. All identifiers are fixed: the table is measured (PCR 5), and the same sizes shall give the same digest
 * in every build.
 */
export function partitionScript({ partitions }: Layout): string {
  const lines = partitions.map(({ role, offset, bytes }) =>
    [
      `start=${offset / mebibyte}MiB`,
      `size=${bytes / mebibyte}MiB`,
      `type=${types[role]}`,
      `uuid=${uuidOf(`sekisho partition ${role}`)}`,
      `name="sekisho-${role}"`,
    ].join(", "),
  );
  return ["label: gpt", `label-id: ${uuidOf("sekisho disk")}`, ...lines, ""].join("\n");
}

/** The partition's device node in the guest ("/dev/vda3"), whose first virtio disk is the machine's. */
export function guestDevice(roles: readonly Role[], role: Role): string {
  return `/dev/vda${roles.indexOf(role) + 1}`;
}
