import { concatBytes, type Parsed } from "@sekisho/encoding";
import { dataOffset, parseLuks2Header, readCopy, type Luks2Header } from "./header.ts";

/**
 * Gives the next bytes of a disk, front to back: at most `length` of them, fewer only at the disk's end. It can't go back,
 * since a host that owns the disk could answer a second read with other bytes.
 */
export type NextBytes = (length: number) => Promise<Uint8Array>;

/** What a disk starts with; enough to tell other formats, and never beyond the smallest possible data offset of LUKS2. */
export const startLength = 32 * 1024;

/** What was read: the start of the disk in any case, and the header, if it is one. */
export type DiskStart = { readonly start: Uint8Array; readonly header: Parsed<Luks2Header> };

/** Reads the LUKS2 header of a disk, every byte of it once. */
export async function readLuks2Header(next: NextBytes): Promise<DiskStart> {
  const start = await next(startLength);
  const binary = await firstCopy(start, next);
  if (!binary.ok) return { start, header: binary };
  const { read, length } = binary.value;
  const rest = length > read.length ? await next(length - read.length) : new Uint8Array();
  return { start, header: await parseLuks2Header(concatBytes(read, rest)) };
}

/** Reads on until the first copy is there, which says how long the whole header is. */
async function firstCopy(
  start: Uint8Array,
  next: NextBytes,
): Promise<Parsed<{ readonly read: Uint8Array; readonly length: number }>> {
  let read = start;
  let copy = await readCopy(read, 0, "primary");
  if (!copy.ok && copy.error.code === "truncated" && start.length === startLength) {
    const missing = await next(missingBytes(read));
    read = concatBytes(read, missing);
    copy = await readCopy(read, 0, "primary");
  }
  if (!copy.ok) return copy;
  const length = dataOffset(copy.value.metadata);
  return length.ok ? { ok: true, value: { read, length: length.value } } : length;
}

/** How many bytes of header and JSON area are still to come; `hdr_size` was checked when the copy was found too short. */
function missingBytes(read: Uint8Array): number {
  const hdrSize = new DataView(read.buffer, read.byteOffset).getBigUint64(8);
  return Number(hdrSize) - read.length;
}
