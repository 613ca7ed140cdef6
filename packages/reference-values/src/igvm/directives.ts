import type { ByteReader } from "@sekisho/encoding";
import { pageSize } from "../firmware/sections.ts";
import type { IgvmDirective, IgvmPageType } from "./file.ts";

/** What reading one directive has to know of those before it. */
export type DirectiveState = {
  readonly file: Uint8Array;
  /** Where the data begin that directives point to, in bytes from the start of the file. */
  readonly dataStart: number;
  /** The masks of all SEV-SNP platforms together. */
  snpMask: number;
  /** Parameter areas that were declared and not yet inserted: index → bytes. */
  readonly areas: Map<number, number>;
  readonly directives: IgvmDirective[];
  /** How many bytes of guest memory the directives so far are about. */
  bytes: number;
};

const types = { parameterArea: 0x301, pageData: 0x302, parameterInsert: 0x303, vpContext: 0x304 } as const;
/** Required memory, error ranges and VBS measurements, and parameters, which the loader writes into unmeasured areas. */
const silent: ReadonlySet<number> = new Set([
  0x305, 0x307, 0x308, 0x309, 0x30a, 0x30c, 0x30d, 0x30e, 0x30f, 0x310, 0x311, 0x312, 0x313,
]);

const pagesOfLargePage = 512;
const pageTypes: readonly IgvmPageType[] = ["normal", "secrets", "cpuid", "cpuid"];
const flags = { large: 1, unmeasured: 2, shared: 4 } as const;
/** Each page costs two hashes, so that there is a bound. */
const mostGuestBytes = 4 * 2 ** 30;
const mostAddress = 2n ** 52n;

/**
 * Reads one structure of the directive section into `state`.
 *
 * @param offset where the structure begins in the file
 * @returns false for a type that is not known
 */
export function readDirective(type: number, reader: ByteReader, offset: number, state: DirectiveState): boolean {
  switch (type) {
    case types.parameterArea:
      readParameterArea(reader, state);
      return true;
    case types.pageData:
      state.directives.push(readPageData(reader, offset, state));
      return true;
    case types.parameterInsert:
      state.directives.push(readParameterInsert(reader, offset, state));
      return true;
    case types.vpContext:
      state.directives.push(readVpContext(reader, offset, state));
      return true;
    default:
      if (!silent.has(type)) return false;
      reader.rest("directive");
      return true;
  }
}

/** IGVM_VHS_PARAMETER_AREA. Its content never enters a launch digest, so that it is only looked whether it is there. */
function readParameterArea(reader: ByteReader, state: DirectiveState): void {
  const { offset } = reader;
  const size = reader.u64le("NumberOfBytes");
  if (size === 0n || size % BigInt(pageSize) !== 0n || size > BigInt(mostGuestBytes)) {
    reader.fail("value", "NumberOfBytes", `a multiple of ${pageSize} up to ${mostGuestBytes}`, `${size}`, offset);
  }
  const index = reader.u32le("ParameterAreaIndex");
  if (state.areas.has(index)) {
    reader.fail("value", "ParameterAreaIndex", "each index once", `${index} twice`, offset + 8);
  }
  readFileData(reader, Number(size), state);
  state.areas.set(index, Number(size));
}

/** IGVM_VHS_PAGE_DATA. */
function readPageData(reader: ByteReader, offset: number, state: DirectiveState): IgvmDirective {
  const addressAt = reader.offset;
  const gpa = reader.u64le("GPA");
  const mask = reader.u32le("CompatibilityMask");
  const fileOffset = reader.u32le("FileOffset");
  const bits = reader.u32le("Flags");
  if (bits >= 8) reader.fail("reserved", "Flags", "bits 0 to 2", `0x${bits.toString(16)}`, addressAt + 16);
  const pages = (bits & flags.large) === 0 ? 1 : pagesOfLargePage;
  const size = pages * pageSize;
  const address = guestAddress(reader, { gpa, size, alignment: size, fieldAt: addressAt });
  const data = fileData(reader, fileOffset, size, addressAt + 12, state);
  const number = reader.u16le("DataType");
  const type = pageTypes[number];
  if (type === undefined) reader.fail("value", "DataType", "0 to 3", `${number}`, addressAt + 20);
  reader.reserved("reserved after DataType", 2);
  countBytes(reader, size, addressAt, state);
  const unmeasured = (bits & flags.unmeasured) !== 0;
  return { kind: "page", offset, mask, address, type, pages, data, unmeasured, shared: (bits & flags.shared) !== 0 };
}

/** IGVM_VHS_PARAMETER_INSERT. An area can be inserted once. */
function readParameterInsert(reader: ByteReader, offset: number, state: DirectiveState): IgvmDirective {
  const addressAt = reader.offset;
  const gpa = reader.u64le("GPA");
  const mask = reader.u32le("CompatibilityMask");
  const indexAt = reader.offset;
  const index = reader.u32le("ParameterAreaIndex");
  const size = state.areas.get(index);
  if (size === undefined) {
    reader.fail("value", "ParameterAreaIndex", "an area that is declared and not yet inserted", `${index}`, indexAt);
  }
  state.areas.delete(index);
  countBytes(reader, size, addressAt, state);
  return {
    kind: "parameters",
    offset,
    mask,
    address: guestAddress(reader, { gpa, size, alignment: pageSize, fieldAt: addressAt }),
    size,
  };
}

/** IGVM_VHS_VP_CONTEXT. Other platforms than SEV-SNP have other forms of context, which nobody here needs. */
function readVpContext(reader: ByteReader, offset: number, state: DirectiveState): IgvmDirective {
  const addressAt = reader.offset;
  const gpa = reader.u64le("GPA");
  const mask = reader.u32le("CompatibilityMask");
  const forSnp = (mask & state.snpMask) !== 0;
  const dataAt = reader.offset;
  const data = readFileData(reader, forSnp ? pageSize : 0, state);
  if (forSnp && data === null) reader.fail("value", "FileOffset", "the save area's", "0", dataAt);
  const vpIndex = reader.u16le("VpIndex");
  reader.reserved("reserved after VpIndex", 2);
  countBytes(reader, pageSize, addressAt, state);
  const address = guestAddress(reader, { gpa, size: pageSize, alignment: pageSize, fieldAt: addressAt });
  return { kind: "vp-context", offset, mask, address, vpIndex, saveArea: forSnp ? data : null };
}

function readFileData(reader: ByteReader, size: number, state: DirectiveState): Uint8Array | null {
  const { offset } = reader;
  return fileData(reader, reader.u32le("FileOffset"), size, offset, state);
}

/** The bytes at an offset of the file, a view of the file itself; null for the offset 0, which stands for zeros. */
function fileData(
  reader: ByteReader,
  start: number,
  size: number,
  fieldAt: number,
  { file, dataStart }: DirectiveState,
): Uint8Array | null {
  if (start === 0) return null;
  if (start < dataStart || start + size > file.length) {
    const expected = `${size} bytes between ${dataStart} and ${file.length}`;
    reader.fail("value", "FileOffset", expected, `${start}`, fieldAt);
  }
  return file.subarray(start, start + size);
}

type Range = {
  readonly gpa: bigint;
  readonly size: number;
  readonly alignment: number;
  readonly fieldAt: number;
};

function guestAddress(reader: ByteReader, { gpa, size, alignment, fieldAt }: Range): number {
  const shown = `0x${gpa.toString(16)}`;
  if (gpa % BigInt(alignment) !== 0n) reader.fail("value", "GPA", `a multiple of ${alignment}`, shown, fieldAt);
  if (gpa + BigInt(size) > mostAddress) reader.fail("limit", "GPA", "an address of 52 bits", shown, fieldAt);
  return Number(gpa);
}

function countBytes(reader: ByteReader, size: number, fieldAt: number, state: DirectiveState): void {
  state.bytes += size;
  if (state.bytes > mostGuestBytes) {
    reader.fail("limit", "guest memory", `at most ${mostGuestBytes} bytes`, "more", fieldAt);
  }
}
