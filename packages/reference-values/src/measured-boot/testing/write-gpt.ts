import { ByteWriter } from "@sekisho/encoding";
import { crc32 } from "../crc32.ts";
import { toUtf16 } from "../events.ts";
import { guidBytes } from "@sekisho/encoding/uefi";

export type WrittenPartition = {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly first: number;
  readonly last: number;
};

/** For tests: the first 34 sectors of a disk with these partitions, each in the entry of its place. */
export function writeGpt(diskId: string, partitions: readonly WrittenPartition[]): Uint8Array {
  const entries = new ByteWriter();
  for (const { type, id, name, first, last } of partitions) {
    const wide = toUtf16(name);
    entries.bytes(guidBytes(type)).bytes(guidBytes(id)).u64le(BigInt(first)).u64le(BigInt(last)).u64le(0n);
    entries.bytes(wide).zeros(72 - wide.length);
  }
  const table = entries.padTo(128 * 128).finish();
  const start = new ByteWriter().u64be(0x4546_4920_5041_5254n).u32le(0x1_0000).u32le(92);
  const rest = new ByteWriter().u32le(0).u64le(1n).u64le(999n).u64le(34n).u64le(966n).bytes(guidBytes(diskId));
  rest.u64le(2n).u32le(128).u32le(128).u32le(crc32(table));
  const checksum = crc32(new ByteWriter().bytes(start.finish()).u32le(0).bytes(rest.finish()).finish());
  const header = new ByteWriter().bytes(start.finish()).u32le(checksum).bytes(rest.finish());
  return new ByteWriter().zeros(512).bytes(header.finish()).padTo(1024).bytes(table).finish();
}
