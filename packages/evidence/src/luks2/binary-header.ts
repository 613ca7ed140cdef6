import type { ByteReader } from "@sekisho/encoding";

/** The binary header of LUKS2 (On-Disk Format Specification 1.1.0, section 2.1): 4096 bytes, integers big-endian. */
export type BinaryHeader = {
  /** Size of this header and its JSON area together, in bytes. */
  readonly hdrSize: number;
  /** Grows by one with every change of the metadata. */
  readonly seqid: bigint;
  readonly label: string;
  readonly csumAlg: "sha256";
  readonly salt: Uint8Array;
  readonly uuid: string;
  readonly subsystem: string;
  /** Where this copy stands, in bytes from the start of the device. */
  readonly hdrOffset: number;
  /** SHA-256 over header and JSON area, with this field zero. */
  readonly csum: Uint8Array;
};

/** Size of the binary header, in bytes. */
export const binaryHeaderSize = 4096;
/** Where the checksum stands within the binary header, and the room it has; SHA-256 fills the first 32 bytes. */
export const csumOffset = 448;
export const csumLength = 64;

const sha256Length = 32;
const primaryMagic = "LUKS\xba\xbe";
const secondaryMagic = "SKUL\xba\xbe";

/** The sizes that the specification allows for header and JSON area: 16 KiB to 4 MiB, powers of two. */
const hdrSizes: readonly bigint[] = Array.from({ length: 9 }, (_, index) => 0x4000n << BigInt(index));

/**
 * Reads one binary header. Padding that is not zero is an error, as nothing that Sekisho does not understand may hide
 * there.
 *
 * @param expected which copy this must be: the first of the device, or its repetition at `hdrSize`
 */
export function readBinaryHeader(reader: ByteReader, expected: "primary" | "secondary"): BinaryHeader {
  const magic = reader.bytes("magic", 6);
  const wanted = expected === "primary" ? primaryMagic : secondaryMagic;
  if (String.fromCharCode(...magic) !== wanted) {
    reader.fail("value", "magic", printable(wanted), printable(String.fromCharCode(...magic)), reader.offset - 6);
  }
  const version = reader.u16be("version");
  if (version !== 2) reader.fail("version", "version", "2", String(version), reader.offset - 2);
  const hdrSize = reader.u64be("hdr_size");
  if (!hdrSizes.includes(hdrSize)) {
    reader.fail("value", "hdr_size", "a power of two from 16384 to 4194304", String(hdrSize), reader.offset - 8);
  }
  const seqid = reader.u64be("seqid");
  const label = text(reader, "label", 48);
  const csumAlg = text(reader, "csum_alg", 32);
  if (csumAlg !== "sha256") reader.fail("value", "csum_alg", "sha256", printable(csumAlg), reader.offset - 32);
  const salt = reader.bytes("salt", 64);
  const uuid = text(reader, "uuid", 40);
  const subsystem = text(reader, "subsystem", 48);
  const hdrOffset = reader.u64be("hdr_offset");
  const place = expected === "primary" ? 0n : hdrSize;
  if (hdrOffset !== place) reader.fail("value", "hdr_offset", String(place), String(hdrOffset), reader.offset - 8);
  reader.reserved("padding", 184);
  const csum = reader.bytes("csum", sha256Length);
  reader.reserved("csum", csumLength - sha256Length);
  reader.reserved("padding4096", binaryHeaderSize - csumOffset - csumLength);
  return {
    hdrSize: Number(hdrSize),
    seqid,
    label,
    csumAlg: "sha256",
    salt,
    uuid,
    subsystem,
    hdrOffset: Number(hdrOffset),
    csum,
  };
}

/** ASCII, ended by a NUL; cryptsetup leaves old bytes after it nowhere, so they must be zero. */
function text(reader: ByteReader, field: string, length: number): string {
  const offset = reader.offset;
  const bytes = reader.bytes(field, length);
  const end = bytes.indexOf(0);
  if (end < 0) reader.fail("encoding", field, "a NUL at its end", `${length} other bytes`, offset);
  const foreign = bytes.findIndex((byte, index) => (index < end ? byte < 0x20 || byte > 0x7e : byte !== 0));
  if (foreign >= 0) {
    reader.fail("encoding", field, foreign < end ? "ASCII" : "zero", `byte ${bytes[foreign] ?? 0}`, offset + foreign);
  }
  return String.fromCharCode(...bytes.subarray(0, end));
}

function printable(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7e]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}
