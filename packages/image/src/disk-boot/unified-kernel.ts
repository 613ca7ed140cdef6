import { ByteWriter, concatBytes, toUtf8, type Malformed, type Parsed } from "@sekisho/encoding";
import { parsePe, type PeImage } from "@sekisho/encoding/pe";

/** A section to add to an EFI stub: its name (".linux", at most 8 bytes) and content. */
export type Section = { readonly name: string; readonly content: Uint8Array };

/** Fields of a PE32+ file, counted from the start of its optional header (Microsoft's PE format). */
const field = { sectionCount: -18, optionalSize: -4, sectionAlignment: 32, fileAlignment: 36, imageSize: 56 } as const;
const checksum = 64;
const entryBytes = 40;
/** IMAGE_SCN_CNT_INITIALIZED_DATA and IMAGE_SCN_MEM_READ: data that nothing runs or changes. */
const readableData = 0x4000_0040;

/**
 * Makes a unified kernel image: systemd's EFI stub, with sections added behind its own in the order given.
 *
 * The same input gives the same bytes. The stub must carry no signature, since none would hold for the result.
 */
export function assembleUnifiedKernel(stub: Uint8Array, added: readonly Section[]): Parsed<Uint8Array> {
  const parsed = parsePe(stub);
  if (!parsed.ok) return parsed;
  const image = parsed.value;
  const { checksumOffset, headerSize, sections } = image;
  const optional = checksumOffset - checksum;
  const headers = stub.slice(0, headerSize);
  const view = new DataView(headers.buffer);
  const alignment = view.getUint32(optional + field.sectionAlignment, true);
  const fileAlignment = view.getUint32(optional + field.fileAlignment, true);
  const table = optional + view.getUint16(optional + field.optionalSize, true);
  const needed = table + (sections.length + added.length) * entryBytes;
  const error =
    faultOf(image, needed) ??
    alignmentFault("SectionAlignment", optional + field.sectionAlignment, alignment) ??
    alignmentFault("FileAlignment", optional + field.fileAlignment, fileAlignment);
  if (error !== undefined) return { ok: false, error };

  const contents: Uint8Array[] = [filledUp(stub.subarray(headerSize), fileAlignment)];
  let fileEnd = headerSize + (contents[0]?.length ?? 0);
  let end = Math.max(...sections.map(({ virtualAddress, virtualSize }) => virtualAddress + virtualSize));
  for (const [index, { name, content }] of added.entries()) {
    const address = aligned(end, alignment);
    const stored = filledUp(content, fileAlignment);
    const entry = new ByteWriter().bytes(toUtf8(name)).padTo(8).u32le(content.length).u32le(address);
    entry.u32le(stored.length).u32le(fileEnd).zeros(12).u32le(readableData);
    headers.set(entry.finish(), table + (sections.length + index) * entryBytes);
    contents.push(stored);
    fileEnd += stored.length;
    end = address + content.length;
  }
  view.setUint16(optional + field.sectionCount, sections.length + added.length, true);
  view.setUint32(optional + field.imageSize, aligned(end, alignment), true);
  // Zero says that there is none; firmware looks at none.
  view.setUint32(checksumOffset, 0, true);
  return { ok: true, value: concatBytes(headers, ...contents) };
}

function faultOf({ certificates, headerSize, checksumOffset }: PeImage, needed: number): Malformed | undefined {
  if (certificates !== undefined) {
    const { offset, size } = certificates;
    return { code: "value", field: "certificate table", offset, expected: "no signature", actual: `${size} bytes` };
  }
  if (needed <= headerSize) return undefined;
  const offset = checksumOffset - checksum + field.sectionCount;
  const expected = `a section table within ${headerSize} bytes`;
  return { code: "limit", field: "NumberOfSections", offset, expected, actual: `${needed} bytes` };
}

/** A linker's alignments are powers of two, at most a page of 64 KiB. */
function alignmentFault(name: string, offset: number, value: number): Malformed | undefined {
  if (value > 0 && value <= 0x1_0000 && (value & (value - 1)) === 0) return undefined;
  return { code: "value", field: name, offset, expected: "a power of two up to 65536", actual: `${value}` };
}

function aligned(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

function filledUp(bytes: Uint8Array, alignment: number): Uint8Array {
  return concatBytes(bytes, new Uint8Array(aligned(bytes.length, alignment) - bytes.length));
}
