import { parseAll } from "../bytes/parse-all.ts";
import { ByteReader } from "../bytes/reader.ts";
import type { Parsed } from "../malformed.ts";

/** One section: where its bytes lie in the file, and how many of them are its content once it is loaded. */
export type PeSection = {
  /** Without the zeros that fill it. */
  readonly name: string;
  readonly virtualAddress: number;
  /** Bytes in memory. Tools that add sections write the exact length of the content here. */
  readonly virtualSize: number;
  readonly fileOffset: number;
  /** Bytes in the file, a multiple of the file alignment; zero for a section without content. */
  readonly fileSize: number;
};

/** A range of the file, in bytes. */
export type FileRange = { readonly offset: number; readonly size: number };

/** The headers of a PE32 or PE32+ image, as far as measuring it needs them. */
export type PeImage = {
  /** IMAGE_FILE_MACHINE: 0x8664 for x86-64, 0xaa64 for 64-bit Arm. */
  readonly machine: number;
  /** IMAGE_SUBSYSTEM: 10 for an EFI application. */
  readonly subsystem: number;
  /** Where the CheckSum field lies: it is not part of the Authenticode digest. */
  readonly checksumOffset: number;
  /** Where the data directory's entry for signatures lies; undefined for an image whose headers have none. */
  readonly certificateEntryOffset: number | undefined;
  /** The attribute certificate table (signatures) at the end of the file; undefined when the image is not signed. */
  readonly certificates: FileRange | undefined;
  readonly headerSize: number;
  /** In the order of the section table. */
  readonly sections: readonly PeSection[];
};

const mostSections = 96;
const symbolSize = 18;
const longestName = 64;
const certificateDirectory = 4;
const optionalHeader = { pe32: 0x10b, pe32Plus: 0x20b } as const;

/**
 * Reads the headers of a PE image (Microsoft PE format; UEFI 2.10, section 2.1.1).
 *
 * Strict where a lie would move what is hashed: headers, sections and signatures must lie inside the file, the signatures at its
 * very end, and no section within the headers.
 */
export function parsePe(bytes: Uint8Array): Parsed<PeImage> {
  // The headers lie where other headers point: no single reader walks through the file, and `readPe` checks its end.
  return parseAll("PE image", bytes.subarray(0, 0), () => readPe(new HeaderCursor(bytes)));
}

/** Reads headers at the places that other headers name, always inside the file. */
class HeaderCursor {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  at(offset: number): ByteReader {
    const start = Math.min(offset, this.bytes.length);
    return new ByteReader(this.bytes.subarray(start), start);
  }
}

function readPe(file: HeaderCursor): PeImage {
  const start = peHeaderOffset(file);
  const reader = file.at(start);
  expectNumber(reader, "PE signature", reader.u32le("PE signature"), 0x0000_4550, start);
  const machine = reader.u16le("Machine");
  const sectionCount = reader.u16le("NumberOfSections");
  if (sectionCount === 0 || sectionCount > mostSections) {
    reader.fail("limit", "NumberOfSections", `1 to ${mostSections}`, `${sectionCount}`, start + 6);
  }
  reader.u32le("TimeDateStamp");
  const symbols = reader.u32le("PointerToSymbolTable");
  const longNames = symbols + symbolSize * reader.u32le("NumberOfSymbols");
  const optionalSize = reader.u16le("SizeOfOptionalHeader");
  reader.u16le("Characteristics");
  const optionalOffset = reader.offset;
  const optional = reader.nested("optional header", optionalSize);
  const header = readOptionalHeader(optional, optionalOffset, file.bytes.length);
  const sections = Array.from({ length: sectionCount }, () => readSection(reader, header.headerSize, file));
  if (reader.offset > header.headerSize) {
    const expected = `at least ${reader.offset}`;
    reader.fail("value", "SizeOfHeaders", expected, `${header.headerSize}`, optionalOffset + 60);
  }
  return { machine, ...header, sections: sections.map((section) => withLongName(section, symbols, longNames, file)) };
}

/** A name of more than eight characters is a slash and its place in the string table, which follows the symbols. */
function withLongName(section: PeSection, symbols: number, longNames: number, { bytes }: HeaderCursor): PeSection {
  const place = /^\/(\d{1,7})$/.exec(section.name)?.[1];
  if (place === undefined || symbols === 0) return section;
  const start = longNames + Number(place);
  const name = sectionName(bytes.subarray(start, bytes.indexOf(0, start)));
  return name === undefined || name === "" ? section : { ...section, name };
}

function peHeaderOffset(file: HeaderCursor): number {
  const reader = file.at(0);
  expectNumber(reader, "DOS magic", reader.u16le("DOS magic"), 0x5a4d, 0);
  reader.bytes("DOS header", 58);
  const offset = reader.u32le("e_lfanew");
  if (offset < 64 || offset >= file.bytes.length) {
    reader.fail("value", "e_lfanew", `64 to ${file.bytes.length - 1}`, `${offset}`, 60);
  }
  return offset;
}

type OptionalHeader = Omit<PeImage, "machine" | "sections">;

function readOptionalHeader(reader: ByteReader, offset: number, fileSize: number): OptionalHeader {
  const magic = reader.u16le("Magic");
  if (magic !== optionalHeader.pe32 && magic !== optionalHeader.pe32Plus) {
    reader.fail("value", "Magic", "0x010b or 0x020b", `0x${magic.toString(16).padStart(4, "0")}`, offset);
  }
  reader.bytes("code and image size", 58);
  const headerSize = reader.u32le("SizeOfHeaders");
  if (headerSize > fileSize) {
    reader.fail("truncated", "SizeOfHeaders", `${headerSize} bytes`, `${fileSize} bytes`, offset + 60);
  }
  const checksumOffset = reader.offset;
  reader.u32le("CheckSum");
  const subsystem = reader.u16le("Subsystem");
  reader.bytes("stack and heap", magic === optionalHeader.pe32Plus ? 38 : 22);
  const countOffset = reader.offset;
  const directories = reader.u32le("NumberOfRvaAndSizes");
  if (directories > 16) reader.fail("limit", "NumberOfRvaAndSizes", "at most 16", `${directories}`, countOffset);
  const directory = reader.nested("data directories", directories * 8);
  const common = { subsystem, checksumOffset, headerSize };
  if (directories <= certificateDirectory) {
    return { ...common, certificateEntryOffset: undefined, certificates: undefined };
  }
  directory.bytes("data directories", certificateDirectory * 8);
  const certificateEntryOffset = directory.offset;
  const place = { offset: directory.u32le("certificate table"), size: directory.u32le("certificate table size") };
  if (place.size === 0) return { ...common, certificateEntryOffset, certificates: undefined };
  if (place.offset < headerSize || place.offset + place.size !== fileSize) {
    const expected = `a table that ends with the file at ${fileSize}`;
    reader.fail(
      "value",
      "certificate table",
      expected,
      `${place.offset} + ${place.size} bytes`,
      certificateEntryOffset,
    );
  }
  return { ...common, certificateEntryOffset, certificates: place };
}

function readSection(reader: ByteReader, headerSize: number, file: HeaderCursor): PeSection {
  const nameOffset = reader.offset;
  const name = sectionName(reader.bytes("section Name", 8));
  if (name === undefined)
    reader.fail("encoding", "section Name", "ASCII, filled with zeros", "other bytes", nameOffset);
  const virtualSize = reader.u32le("VirtualSize");
  const virtualAddress = reader.u32le("VirtualAddress");
  const place = reader.offset;
  const fileSize = reader.u32le("SizeOfRawData");
  const fileOffset = reader.u32le("PointerToRawData");
  reader.bytes("relocations and line numbers", 12);
  reader.u32le("section Characteristics");
  if (fileSize > 0 && (fileOffset < headerSize || fileOffset + fileSize > file.bytes.length)) {
    const expected = `bytes ${headerSize} to ${file.bytes.length} of the file`;
    reader.fail("value", `section ${name}`, expected, `${fileOffset} to ${fileOffset + fileSize}`, place);
  }
  return { name, virtualAddress, virtualSize, fileOffset, fileSize };
}

function sectionName(bytes: Uint8Array): string | undefined {
  if (bytes.length > longestName) return undefined;
  const text = String.fromCharCode(...bytes).replace(/\0+$/, "");
  return /^[\u0020-\u007e]*$/.test(text) ? text : undefined;
}

function expectNumber(reader: ByteReader, field: string, actual: number, expected: number, offset: number): void {
  if (actual === expected) return;
  reader.fail("value", field, `0x${expected.toString(16)}`, `0x${actual.toString(16)}`, offset);
}

/** The first section of this name; undefined when there is none. */
export function findSection(image: PeImage, name: string): PeSection | undefined {
  return image.sections.find((section) => section.name === name);
}

/**
 * A section's content: its first VirtualSize bytes. Undefined when the file has fewer, so that a loader would add zeros.
 *
 * @param bytes the file that `parsePe` read the section from
 */
export function sectionContent(bytes: Uint8Array, section: PeSection): Uint8Array | undefined {
  const { fileOffset, fileSize, virtualSize } = section;
  return virtualSize > fileSize ? undefined : bytes.subarray(fileOffset, fileOffset + virtualSize);
}
