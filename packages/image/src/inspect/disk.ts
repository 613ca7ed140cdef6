import { open, type FileHandle } from "node:fs/promises";
import { toHex } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import {
  espType,
  gptBytes,
  parseGpt,
  type Partition,
  type PartitionTable,
} from "@sekisho/reference-values/measured-boot";
import { ImageError } from "../image-error.ts";
import { readExt4File } from "./ext4.ts";
import { readFatFile } from "./fat.ts";

/** A filesystem that boot loaders read: FAT or ext2 to ext4, with its UUID as GRUB writes it. */
export type Filesystem = {
  readonly kind: "fat" | "ext4";
  readonly partition: Partition;
  readonly uuid: string;
  readonly label: string;
};

/** A raw disk image, open for looking into. */
export type InspectedDisk = {
  readonly path: string;
  readonly table: PartitionTable;
  readonly filesystems: readonly Filesystem[];
  readonly esp: Filesystem;
};

const probeBytes = 2048;

/**
 * Looks at a raw disk image: its partitions, and which of them hold a filesystem that boot loaders read.
 *
 * @throws ImageError when it has no readable GPT, or not exactly one EFI system partition with FAT
 */
export async function inspectDisk(path: string): Promise<InspectedDisk> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw new ImageError(message("image.file.missing", { path }), { cause: error });
  });
  try {
    const { size } = await file.stat();
    const table = parseGpt(await readAt(file, 0, gptBytes), size);
    if (!table.ok) {
      const { field, expected, actual } = table.error;
      throw new ImageError(message("image.inspect.table", { path, field, expected, actual }));
    }
    const found = await Promise.all(table.value.partitions.map((partition) => probe(file, partition)));
    const filesystems = found.filter((filesystem) => filesystem !== undefined);
    const systems = filesystems.filter(({ kind, partition }) => kind === "fat" && partition.type === espType);
    const [esp] = systems;
    if (esp === undefined || systems.length > 1) {
      throw new ImageError(message("image.inspect.esp", { path, count: systems.length }));
    }
    return { path, table: table.value, filesystems, esp };
  } finally {
    await file.close();
  }
}

/** A file's content; undefined when there is none. */
export function readDiskFile(
  { path }: InspectedDisk,
  { kind, partition }: Filesystem,
  name: string,
): Promise<Uint8Array | undefined> {
  return kind === "fat" ? readFatFile(path, partition.offset, name) : readExt4File(path, partition.offset, name);
}

async function probe(file: FileHandle, partition: Partition): Promise<Filesystem | undefined> {
  const bytes = await readAt(file, partition.offset, Math.min(probeBytes, partition.size));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < probeBytes) return undefined;
  if (view.getUint16(1080, true) === 0xef53) {
    const uuid = toHex(bytes.subarray(1128, 1144)).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    return { kind: "ext4", partition, uuid, label: textBeforeZero(bytes.subarray(1144, 1160)) };
  }
  if (view.getUint16(510, true) !== 0xaa55) return undefined;
  // The serial number and label stand behind the boot block of FAT12 and FAT16, or further on in FAT32.
  const at = ["FAT12   ", "FAT16   "].includes(ascii(bytes.subarray(54, 62))) ? 39 : 67;
  if (at === 67 && ascii(bytes.subarray(82, 90)) !== "FAT32   ") return undefined;
  const serial = view.getUint32(at, true).toString(16).padStart(8, "0");
  const label = ascii(bytes.subarray(at + 4, at + 15)).trimEnd();
  return { kind: "fat", partition, uuid: `${serial.slice(0, 4)}-${serial.slice(4)}`, label };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function textBeforeZero(bytes: Uint8Array): string {
  return ascii(bytes).split("\0", 1)[0] ?? "";
}
