import { concatBytes, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { crc32 } from "../measured-boot/crc32.ts";
import { readDirective, type DirectiveState } from "./directives.ts";
import { igvmPlatformTypes, type IgvmFile, type IgvmPlatform } from "./file.ts";
import { readIgvmIdBlock, type IgvmIdBlock } from "./id-block.ts";

/** The largest file that is read, in bytes. OpenHCL's files have about 64 MiB. */
export const largestIgvmFile = 512 * 1024 * 1024;

const magic = 0x4d56_4749; // "IGVM", little-endian
const headerSizes = { 1: 24, 2: 32 } as const;
const checksumOffset = 20;
/** A loader may leave out a structure whose type has this bit. */
const optionalBit = 0x8000_0000;

const types = { supportedPlatform: 0x1, guestPolicy: 0x101, snpIdBlock: 0x30b } as const;
/** What a loader prepares, without any trace in a SEV-SNP launch digest. */
const silentInitialization: ReadonlySet<number> = new Set([0x102, 0x103]);

/**
 * Reads an IGVM file (Microsoft's Independent Guest Virtual Machine format, versions 1 and 2 of the crate `igvm_defs`;
 * little-endian): fixed header, variable headers in their three sections, and the pages that they point to.
 *
 * Stricter than a loader where it costs nothing: the CRC-32 must be right, the headers must follow the fixed one at once, the
 * file must be as long as it says, everything reserved must be zero, and a structure of an unknown type is an error unless
 * its type says that it may be left out.
 */
export function parseIgvm(bytes: Uint8Array): Parsed<IgvmFile> {
  return parseAll("IGVM file", bytes, (reader) => {
    if (bytes.length > largestIgvmFile) {
      reader.fail("limit", "IGVM file", `at most ${largestIgvmFile} bytes`, `${bytes.length} bytes`);
    }
    const { version, headersSize } = readFixedHeader(reader, bytes);
    const headers = reader.nested("variable headers", headersSize);
    const state = readVariableHeaders(headers, bytes, reader.offset);
    reader.rest("file data");
    return { version, ...state };
  });
}

function readFixedHeader(reader: ByteReader, bytes: Uint8Array): { version: 1 | 2; headersSize: number } {
  if (reader.u32le("magic") !== magic) reader.fail("value", "magic", '"IGVM"', "other bytes", 0);
  const version = reader.u32le("format_version");
  if (version !== 1 && version !== 2) reader.fail("version", "format_version", "1 or 2", `${version}`, 4);
  const start = reader.u32le("variable_header_offset");
  const headersSize = reader.u32le("variable_header_size");
  const fileSize = reader.u32le("total_file_size");
  const checksum = reader.u32le("checksum");
  const fixedSize = headerSizes[version];
  if (start !== fixedSize) reader.fail("value", "variable_header_offset", `${fixedSize}`, `${start}`, 8);
  if (fileSize !== bytes.length) reader.fail("value", "total_file_size", `${bytes.length}`, `${fileSize}`, 16);
  if (start + headersSize > bytes.length) {
    reader.fail("truncated", "variable_header_size", `${headersSize} bytes`, `${bytes.length - start} bytes`, 12);
  }
  if (version === 2) readArchitecture(reader);
  const computed = headersChecksum(bytes.subarray(0, start + headersSize));
  if (checksum !== computed) reader.fail("value", "checksum", hex(computed), hex(checksum), checksumOffset);
  return { version, headersSize };
}

function readArchitecture(reader: ByteReader): void {
  const architecture = reader.u32le("architecture");
  if (architecture !== 0) reader.fail("value", "architecture", "0 (x86-64)", `${architecture}`, 24);
  const size = reader.u32le("page_size");
  if (size !== 4096) reader.fail("value", "page_size", "4096", `${size}`, 28);
}

/** Over fixed and variable headers, the checksum itself taken as zero. */
function headersChecksum(headers: Uint8Array): number {
  return crc32(
    concatBytes(headers.subarray(0, checksumOffset), new Uint8Array(4), headers.subarray(checksumOffset + 4)),
  );
}

/** Platform, initialization and directive structures stand in this order, and in the ranges of their types. */
const sections = [
  { name: "platform", first: 0x1, last: 0x100 },
  { name: "initialization", first: 0x101, last: 0x200 },
  { name: "directive", first: 0x301, last: 0x400 },
] as const;

function readVariableHeaders(reader: ByteReader, file: Uint8Array, dataStart: number): Omit<IgvmFile, "version"> {
  const platforms: IgvmPlatform[] = [];
  const policies: { mask: number; policy: bigint }[] = [];
  const idBlocks: IgvmIdBlock[] = [];
  const state: DirectiveState = { file, dataStart, snpMask: 0, areas: new Map(), directives: [], bytes: 0 };
  let section = 0;
  while (reader.remaining > 0) {
    const { offset } = reader;
    const type = reader.u32le("type");
    const length = reader.u32le("length");
    const structure = reader.nested(`structure ${hex(type)}`, length);
    // The last structure's padding may be missing.
    reader.reserved("padding", Math.min(reader.remaining, (8 - (length % 8)) % 8));
    if (type >= optionalBit) continue;
    const own = sections.findIndex(({ first, last }) => type >= first && type <= last);
    if (own < 0) reader.fail("value", "type", "a type of a known range", hex(type), offset);
    if (own < section) {
      reader.fail("value", "type", `none of the ${sections[own]?.name ?? ""} section any more`, hex(type), offset);
    }
    section = own;
    if (type === types.supportedPlatform) {
      const platform = readPlatform(structure, platforms);
      platforms.push(platform);
      if (platform.type === igvmPlatformTypes.sevSnp) state.snpMask |= platform.mask;
    } else if (type === types.guestPolicy) {
      policies.push(readPolicy(structure));
    } else if (type === types.snpIdBlock) {
      idBlocks.push(readIgvmIdBlock(structure));
    } else if (silentInitialization.has(type)) {
      structure.rest("initialization");
    } else if (own !== 2 || !readDirective(type, structure, offset, state)) {
      reader.fail("value", "type", "a structure that Sekisho knows", hex(type), offset);
    }
    structure.end(`structure ${hex(type)}`);
  }
  return { platforms, policies, directives: state.directives, idBlocks };
}

/** IGVM_VHS_SUPPORTED_PLATFORM. */
function readPlatform(reader: ByteReader, known: readonly IgvmPlatform[]): IgvmPlatform {
  const { offset } = reader;
  const mask = reader.u32le("CompatibilityMask");
  if (mask === 0 || (mask & (mask - 1)) !== 0) {
    reader.fail("value", "CompatibilityMask", "one bit", hex(mask), offset);
  }
  if (known.some((platform) => platform.mask === mask)) {
    reader.fail("value", "CompatibilityMask", "one platform for each bit", `${hex(mask)} twice`, offset);
  }
  const highestVtl = reader.u8("HighestVtl");
  const type = reader.u8("PlatformType");
  const version = reader.u16le("PlatformVersion");
  reader.u64le("SharedGpaBoundary");
  return { mask, type, version, highestVtl };
}

/** IGVM_VHS_GUEST_POLICY. */
function readPolicy(reader: ByteReader): { mask: number; policy: bigint } {
  const policy = reader.u64le("Policy");
  const mask = reader.u32le("CompatibilityMask");
  reader.reserved("reserved after CompatibilityMask", 4);
  return { mask, policy };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
