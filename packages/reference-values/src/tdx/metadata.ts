import { ByteReader, parseAll, type Parsed } from "@sekisho/encoding";
import { readFooterTable } from "../firmware/footer-table.ts";
import { mostFirmwareBytes } from "../firmware/layout.ts";
import { mostSections, pageSize } from "../firmware/sections.ts";

/** What a section of TDX metadata is for (Intel TDX Virtual Firmware Design Guide, table "TDVF section types"). */
export const tdxSectionTypes = {
  firmware: 0,
  variables: 1,
  handOffBlock: 2,
  temporaryMemory: 3,
  permanentMemory: 4,
} as const;
export type TdxSectionType = (typeof tdxSectionTypes)[keyof typeof tdxSectionTypes];

/** Some pages that the firmware wants its domain to start with. */
export type TdxSection = {
  readonly type: TdxSectionType;
  /** Guest physical address and size in bytes, both multiples of a page. */
  readonly address: number;
  readonly size: number;
  /** What the pages hold at first, from the file; zeros fill the rest. Empty where the host or nobody writes them. */
  readonly data: Uint8Array;
  /** MR.EXTEND: the pages' content is measured, not only that they are there. */
  readonly extendsMrTd: boolean;
  /** PAGE.AUG: the pages are not there when the domain starts; it accepts them later. */
  readonly addedLater: boolean;
};

const metadataGuid = "e47a6535-984a-4798-865e-4685a7bf8ec2";
/** Firmware without a GUIDed table (td-shim) says where its metadata is in the last four bytes before the reset vector. */
const pointerFromEnd = 0x20;
const signature = 0x4656_4454; // "TDVF", little-endian
const headerSize = 16;
const sectionSize = 32;
const attributes = { extendMr: 1, pageAug: 2 } as const;
const knownTypes: ReadonlySet<number> = new Set(Object.values(tdxSectionTypes));

/**
 * The TDX metadata of a firmware image, section by section in its order (Intel TDX Virtual Firmware Design Guide 1.01,
 * chapter 11; edk2, OvmfPkg/ResetVector/X64/IntelTdxMetadata.asm). Errors name the field and its offset in the file.
 */
export function parseTdxMetadata(image: Uint8Array): Parsed<readonly TdxSection[]> {
  return parseAll("firmware", image, (reader) => {
    if (image.length > mostFirmwareBytes) {
      reader.fail("limit", "firmware size", `at most ${mostFirmwareBytes} bytes`, `${image.length} bytes`);
    }
    const copy = reader.rest("firmware");
    return readTdxSections(copy, findMetadata(copy, reader), reader);
  });
}

/** Where the metadata starts in the image. */
function findMetadata(image: Uint8Array, reader: ByteReader): number {
  const entry = readFooterTable(image, reader).get(metadataGuid);
  const pointerAt = entry?.offset ?? image.length - pointerFromEnd;
  if (pointerAt < 0) return reader.fail("value", "TDX metadata", "firmware for TDX", `${image.length} bytes`, 0);
  const pointer = new ByteReader(image.subarray(pointerAt, pointerAt + 4), pointerAt).u32le("TDX metadata offset");
  // The table counts from the end of the image, td-shim's pointer from its start.
  const start = entry === undefined ? pointer : image.length - pointer;
  if (start >= 0 && start + headerSize <= image.length && isSignature(image, start)) return start;
  return reader.fail("value", "TDX metadata", '"TDVF": firmware for TDX', "no such metadata", pointerAt);
}

function isSignature(image: Uint8Array, start: number): boolean {
  return new ByteReader(image.subarray(start, start + 4), start).u32le("TDX metadata signature") === signature;
}

function readTdxSections(image: Uint8Array, start: number, reader: ByteReader): readonly TdxSection[] {
  const header = new ByteReader(image.subarray(start + 4, start + headerSize), start + 4);
  const length = header.u32le("TDX metadata length");
  const version = header.u32le("TDX metadata version");
  if (version !== 1) reader.fail("version", "TDX metadata version", "1", `${version}`, start + 8);
  const count = header.u32le("TDX metadata section count");
  if (count === 0 || count > mostSections) {
    reader.fail("limit", "TDX metadata section count", `1 to ${mostSections}`, `${count}`, start + 12);
  }
  if (length !== headerSize + count * sectionSize) {
    const expected = `${headerSize + count * sectionSize} bytes for ${count} sections`;
    reader.fail("value", "TDX metadata length", expected, `${length} bytes`, start + 4);
  }
  const list = new ByteReader(image.subarray(start + headerSize, start + length), start + headerSize);
  const sections = Array.from({ length: count }, () => readSection(list, image));
  demandSensible(sections, reader, start);
  return sections;
}

function readSection(list: ByteReader, image: Uint8Array): TdxSection {
  const { offset } = list;
  const dataOffset = list.u32le("section data offset");
  const dataSize = list.u32le("section data size");
  const address = readSize(list, "section address", 0);
  const size = readSize(list, "section size", pageSize);
  const type = list.u32le("section type");
  const flags = list.u32le("section attributes");
  if (!isTdxSectionType(type)) {
    return list.fail("value", "section type", [...knownTypes].join(", "), `${type}`, offset + 24);
  }
  if (flags > (attributes.extendMr | attributes.pageAug) || flags === (attributes.extendMr | attributes.pageAug)) {
    list.fail("value", "section attributes", "0, 1 (MR.EXTEND) or 2 (PAGE.AUG)", `${flags}`, offset + 28);
  }
  const fromFile = type === tdxSectionTypes.firmware || type === tdxSectionTypes.variables;
  if (fromFile !== dataSize > 0 || dataSize > size) {
    const expected = fromFile ? `1 to ${size} bytes for type ${type}` : `no bytes for type ${type}`;
    list.fail("value", "section data size", expected, `${dataSize}`, offset + 4);
  }
  if (dataOffset + dataSize > image.length) {
    list.fail("value", "section data offset", "data inside the file", `${dataOffset} + ${dataSize}`, offset);
  }
  const data = image.subarray(dataOffset, dataOffset + dataSize);
  const [extendsMrTd, addedLater] = [flags === attributes.extendMr, flags === attributes.pageAug];
  return { type, address, size, data, extendsMrTd, addedLater };
}

function isTdxSectionType(type: number): type is TdxSectionType {
  return knownTypes.has(type);
}

/** Addresses are 64 bits wide, but what a domain starts with lies below 4 GiB. */
function readSize(list: ByteReader, field: string, least: number): number {
  const { offset } = list;
  const value = list.u64le(field);
  if (value % BigInt(pageSize) !== 0n || value < BigInt(least) || value >= 1n << 32n) {
    list.fail("value", field, "a multiple of 4096 below 4 GiB", `0x${value.toString(16)}`, offset);
  }
  return Number(value);
}

/** What no host would start: pages added twice, or more of them than any firmware has. */
function demandSensible(sections: readonly TdxSection[], reader: ByteReader, start: number): void {
  const added = sections.filter(({ addedLater }) => !addedLater).toSorted((a, b) => a.address - b.address);
  const bytes = added.reduce((sum, { size }) => sum + size, 0);
  if (bytes > mostFirmwareBytes) {
    reader.fail("limit", "TDX metadata sections", `at most ${mostFirmwareBytes} bytes in all`, `${bytes} bytes`, start);
  }
  const end = (section: TdxSection | undefined) => (section === undefined ? 0 : section.address + section.size);
  const twice = added.find((section, index) => section.address < end(added[index - 1]));
  if (twice !== undefined) {
    const actual = `two sections at 0x${twice.address.toString(16)}`;
    reader.fail("value", "section address", "sections that don't overlap", actual, start);
  }
}
