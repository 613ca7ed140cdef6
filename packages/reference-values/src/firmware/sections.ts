import { ByteReader } from "@sekisho/encoding";
import type { FooterEntry } from "./footer-table.ts";

/** What the SEV metadata of a firmware asks the hypervisor to do with some pages (edk2, OvmfSevMetadata.asm). */
export const sectionTypes = { secMemory: 1, secrets: 2, cpuid: 3, svsmCallingArea: 4, kernelHashes: 0x10 } as const;
export type SectionType = (typeof sectionTypes)[keyof typeof sectionTypes];

/** Guest physical address and size in bytes, both multiples of a page, and what the pages are for. */
export type FirmwareSection = { readonly address: number; readonly size: number; readonly type: SectionType };

export const pageSize = 4096;
/** Real firmware has about ten sections with less than 1 MiB in all. Each page costs one hash, so there is a bound. */
export const mostSections = 64;
export const mostSectionBytes = 16 << 20;

const knownTypes: ReadonlySet<number> = new Set(Object.values(sectionTypes));
const headerSize = 16;
const sectionSize = 12;
const signature = 0x5645_5341; // "ASEV", little-endian

/** Whether `type` is a section type that a launch digest can be computed with. */
export function isSectionType(type: number): type is SectionType {
  return knownTypes.has(type);
}

/**
 * The SEV metadata sections, in their order.
 *
 * @param entry the footer table's entry: how far before the end of the image the metadata starts (u32, little-endian)
 * @param reader names what is wrong
 */
export function readSections(image: Uint8Array, entry: FooterEntry, reader: ByteReader): FirmwareSection[] {
  const pointer = new ByteReader(entry.data, entry.offset);
  const fromEnd = pointer.u32le("SEV metadata offset");
  pointer.end("SEV metadata offset");
  const start = image.length - fromEnd;
  if (start < 0 || fromEnd < headerSize) {
    const expected = `${headerSize} to ${image.length}`;
    reader.fail("value", "SEV metadata offset", expected, `${fromEnd}`, entry.offset);
  }
  const header = new ByteReader(image.subarray(start, start + headerSize), start);
  if (header.u32le("SEV metadata signature") !== signature) {
    reader.fail("value", "SEV metadata signature", '"ASEV"', "other bytes", start);
  }
  const length = header.u32le("SEV metadata length");
  const version = header.u32le("SEV metadata version");
  if (version !== 1) reader.fail("version", "SEV metadata version", "1", `${version}`, start + 8);
  const count = header.u32le("SEV metadata section count");
  if (count > mostSections) {
    reader.fail("limit", "SEV metadata section count", `at most ${mostSections}`, `${count}`, start + 12);
  }
  if (length !== headerSize + count * sectionSize) {
    const expected = `${headerSize + count * sectionSize} bytes for ${count} sections`;
    reader.fail("value", "SEV metadata length", expected, `${length} bytes`, start + 4);
  }
  const list = new ByteReader(image.subarray(start + headerSize, start + length), start + headerSize);
  const sections = Array.from({ length: count }, () => readSection(list));
  const bytes = sections.reduce((sum, section) => sum + section.size, 0);
  if (bytes > mostSectionBytes) {
    reader.fail("limit", "SEV metadata sections", `at most ${mostSectionBytes} bytes in all`, `${bytes} bytes`, start);
  }
  return sections;
}

function readSection(list: ByteReader): FirmwareSection {
  const offset = list.offset;
  const address = list.u32le("section address");
  const size = list.u32le("section size");
  const type = list.u32le("section type");
  if (address % pageSize !== 0) list.fail("value", "section address", "a multiple of 4096", `${address}`, offset);
  if (size === 0 || size % pageSize !== 0) {
    list.fail("value", "section size", "a multiple of 4096, not zero", `${size}`, offset + 4);
  }
  if (address + size > 2 ** 32) {
    list.fail("value", "section size", "a section below 4 GiB", `${address} + ${size}`, offset + 4);
  }
  if (!isSectionType(type)) {
    list.fail("value", "section type", [...knownTypes].join(", "), `${type}`, offset + 8);
  }
  if (type !== sectionTypes.secMemory && type !== sectionTypes.svsmCallingArea && size !== pageSize) {
    list.fail("value", "section size", `one page for type ${type}`, `${size}`, offset + 4);
  }
  return { address, size, type };
}
