import { ByteReader, ByteWriter, MalformedError, type Parsed } from "@sekisho/encoding";
import { guidText } from "@sekisho/encoding/uefi";
import { crc32 } from "./crc32.ts";

/** Sectors of 512 bytes: the only size that virtual disks boot from. */
export const sectorSize = 512;

/** One partition. Offsets and sizes in bytes. */
export type Partition = {
  /** As GRUB and Linux count: 1 for the first entry. */
  readonly number: number;
  /** Partition type and unique GUID, in lower case. */
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
};

export type PartitionTable = {
  readonly diskId: string;
  /** The entries in use, in the order of the table. */
  readonly partitions: readonly Partition[];
  /** UEFI_GPT_DATA: header, number of entries in use, and those entries; the event's digest is over it. */
  readonly event: Uint8Array;
};

/** The type of an EFI system partition. */
export const espType = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";

/** How many bytes from the start of a disk `parseGpt` wants at most. */
export const gptBytes = 1024 * 1024;

const headerLength = 92;
const mostEntries = 1024;

/**
 * Reads the primary GPT of a disk (UEFI 2.10, section 5.3).
 *
 * @param start the first bytes of the disk; what follows the table's entries is ignored
 * @param diskSize the whole disk's size in bytes, which every partition must fit in
 */
export function parseGpt(start: Uint8Array, diskSize: number): Parsed<PartitionTable> {
  try {
    return { ok: true, value: readGpt(start, diskSize) };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function readGpt(start: Uint8Array, diskSize: number): PartitionTable {
  const at = (offset: number) => new ByteReader(start.subarray(Math.min(offset, start.length)), offset);
  const header = at(sectorSize).bytes("GPT header", headerLength);
  const reader = new ByteReader(header, sectorSize);
  if (reader.u64be("Signature") !== 0x4546_4920_5041_5254n) {
    reader.fail("value", "Signature", "EFI PART", "other bytes", sectorSize);
  }
  expect(reader, "Revision", reader.u32le("Revision"), 0x0001_0000);
  expect(reader, "HeaderSize", reader.u32le("HeaderSize"), headerLength);
  const checksum = reader.u32le("HeaderCRC32");
  const cleared = new Uint8Array(header);
  cleared.fill(0, 16, 20);
  expect(reader, "HeaderCRC32", checksum, crc32(cleared));
  reader.reserved("Reserved", 4);
  expect(reader, "MyLBA", Number(reader.u64le("MyLBA")), 1);
  reader.bytes("AlternateLBA and usable LBAs", 24);
  const diskId = guidText(reader.bytes("DiskGUID", 16));
  const placeOffset = reader.offset;
  const entriesLba = reader.u64le("PartitionEntryLBA");
  if (entriesLba < 2n || entriesLba > BigInt(gptBytes / sectorSize)) {
    reader.fail("limit", "PartitionEntryLBA", `2 to ${gptBytes / sectorSize}`, `${entriesLba}`, placeOffset);
  }
  const countOffset = reader.offset;
  const count = reader.u32le("NumberOfPartitionEntries");
  if (count > mostEntries) {
    reader.fail("limit", "NumberOfPartitionEntries", `at most ${mostEntries}`, `${count}`, countOffset);
  }
  const size = reader.u32le("SizeOfPartitionEntry");
  expect(reader, "SizeOfPartitionEntry", size, 128);
  const entriesChecksum = reader.u32le("PartitionEntryArrayCRC32");
  const entriesAt = Number(entriesLba) * sectorSize;
  const entries = at(entriesAt).bytes("partition entries", count * size);
  expect(reader, "PartitionEntryArrayCRC32", entriesChecksum, crc32(entries));
  const used = Array.from({ length: count }, (_, index) => index)
    .map((index) => ({ index, bytes: entries.subarray(index * size, (index + 1) * size) }))
    .filter(({ bytes }) => bytes.subarray(0, 16).some((byte) => byte !== 0));
  const partitions = used.map(({ index, bytes }) => readEntry(bytes, index, entriesAt + index * size, diskSize));
  const event = new ByteWriter().bytes(header).u64le(BigInt(used.length));
  for (const { bytes } of used) event.bytes(bytes);
  return { diskId, partitions, event: event.finish() };
}

function readEntry(bytes: Uint8Array, index: number, offset: number, diskSize: number): Partition {
  const reader = new ByteReader(bytes, offset);
  const type = guidText(reader.bytes("PartitionTypeGUID", 16));
  const id = guidText(reader.bytes("UniquePartitionGUID", 16));
  const first = reader.u64le("StartingLBA");
  const last = reader.u64le("EndingLBA");
  const sectors = BigInt(Math.floor(diskSize / sectorSize));
  if (first < 2n || last < first || last >= sectors) {
    reader.fail("value", "StartingLBA", `sectors within the disk's ${sectors}`, `${first} to ${last}`, offset + 32);
  }
  reader.bytes("Attributes", 8);
  const name = new TextDecoder("utf-16le").decode(reader.bytes("PartitionName", 72)).split("\0", 1)[0] ?? "";
  const begin = Number(first) * sectorSize;
  return { number: index + 1, type, id, name, offset: begin, size: Number(last - first + 1n) * sectorSize };
}

function expect(reader: ByteReader, field: string, actual: number, expected: number): void {
  if (actual !== expected) reader.fail("value", field, `${expected}`, `${actual}`);
}

/** As boot logs show it: the disk's GUID and the names of its partitions. */
export function partitionNames({ diskId, partitions }: PartitionTable): string {
  return `${diskId}: ${partitions.map(({ name }) => name).join(", ")}`;
}
