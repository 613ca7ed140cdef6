import { isAllZero, toUtf8 } from "@sekisho/encoding";

/** What a disk seems to hold, told from its first bytes, so that a refusal can say what came instead of LUKS2. */
export type DiskContent = "luks2" | "luks1" | "empty" | "ext" | "xfs" | "lvm" | "md" | "gpt" | "unknown";

type Signature = { readonly content: DiskContent; readonly offset: number; readonly bytes: Uint8Array };

const luks = Uint8Array.of(0x4c, 0x55, 0x4b, 0x53, 0xba, 0xbe);

/** Offsets in bytes; sources: LUKS On-Disk Format 1 and 2, ext4's s_magic, XFS's sb_magicnum, LVM2's label, md's 1.2 superblock, UEFI 5.3.2. */
const signatures: readonly Signature[] = [
  { content: "luks2", offset: 0, bytes: Uint8Array.of(...luks, 0, 2) },
  { content: "luks1", offset: 0, bytes: Uint8Array.of(...luks, 0, 1) },
  { content: "xfs", offset: 0, bytes: toUtf8("XFSB") },
  { content: "gpt", offset: 512, bytes: toUtf8("EFI PART") },
  { content: "lvm", offset: 512, bytes: toUtf8("LABELONE") },
  { content: "ext", offset: 1080, bytes: Uint8Array.of(0x53, 0xef) },
  { content: "md", offset: 4096, bytes: Uint8Array.of(0xfc, 0x4e, 0x2b, 0xa9) },
];

/** @param start the disk's first bytes; 8 KiB suffice for every signature */
export function recogniseDisk(start: Uint8Array): DiskContent {
  if (isAllZero(start)) return "empty";
  const found = signatures.find(({ offset, bytes }) => bytes.every((byte, index) => start[offset + index] === byte));
  return found?.content ?? "unknown";
}
