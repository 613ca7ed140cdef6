import { concatBytes, equalBytes, parseAll, toHex, type Parsed } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { binaryHeaderSize, csumLength, csumOffset, readBinaryHeader, type BinaryHeader } from "./binary-header.ts";
import { broken } from "./broken.ts";
import { parseMetadata, type Metadata } from "./metadata.ts";

/** A LUKS2 header as it stands before the encrypted data: both copies of the metadata, and the key slots' areas. */
export type Luks2Header = {
  readonly primary: BinaryHeader;
  readonly secondary: BinaryHeader;
  /** The JSON metadata; both copies hold the same. */
  readonly metadata: Metadata;
  /** Every byte of the disk before its data segment. */
  readonly headerBytes: Uint8Array;
  /** SHA-256 over `headerBytes`, in lower-case hexadecimal digits: what is registered, bound and compared. */
  readonly headerDigest: string;
};

/** Larger headers are refused: 64 MiB. cryptsetup makes 16 MiB ones, and the agent keeps one in the guest's memory. */
export const largestHeader = 64 * 1024 * 1024;

/**
 * Reads a whole LUKS2 header. Unlike cryptsetup, which repairs one copy from the other, it demands two intact copies that
 * agree, so that nobody can choose which one counts.
 *
 * @param bytes every byte before the data segment, and no more
 */
export async function parseLuks2Header(bytes: Uint8Array): Promise<Parsed<Luks2Header>> {
  const primary = await readCopy(bytes, 0, "primary");
  if (!primary.ok) return primary;
  const { hdrSize } = primary.value.header;
  const secondary = await readCopy(bytes, hdrSize, "secondary");
  if (!secondary.ok) return secondary;
  const difference = firstDifference(primary.value, secondary.value);
  if (difference !== undefined) {
    return broken("value", `secondary ${difference}`, hdrSize, "the same as in the primary header", "another");
  }
  const { metadata } = primary.value;
  const length = dataOffset(metadata);
  if (!length.ok) return length;
  if (length.value < 2 * hdrSize) {
    return broken("value", "segment offset", binaryHeaderSize, `at least ${2 * hdrSize}`, String(length.value));
  }
  if (length.value !== bytes.length) {
    const code = length.value > bytes.length ? "truncated" : "trailing";
    const offset = Math.min(length.value, bytes.length);
    return broken(code, "LUKS2 header", offset, `${length.value} bytes`, `${bytes.length} bytes`);
  }
  return {
    ok: true,
    value: {
      primary: primary.value.header,
      secondary: secondary.value.header,
      metadata,
      headerBytes: bytes,
      headerDigest: toHex(await hash("sha256", bytes)),
    },
  };
}

/**
 * How many bytes stand before the data segment: the smallest offset of any segment.
 * An error where there is no segment, or where the offset exceeds {@link largestHeader}.
 */
export function dataOffset(metadata: Metadata): Parsed<number> {
  const offsets = Object.values(metadata.segments).flatMap((segment) => ("offset" in segment ? [segment.offset] : []));
  if (offsets.length === 0) {
    return broken("value", "JSON area.segments", binaryHeaderSize, "a segment of type crypt", "none");
  }
  const smallest = Math.min(...offsets);
  if (smallest > largestHeader) {
    return broken("limit", "segment offset", binaryHeaderSize, `at most ${largestHeader}`, String(smallest));
  }
  return { ok: true, value: smallest };
}

type Copy = { readonly header: BinaryHeader; readonly area: Uint8Array; readonly metadata: Metadata };

/** Reads one copy at `start` of `bytes`, whatever follows it: its binary header, checksum and JSON area. */
export async function readCopy(
  bytes: Uint8Array,
  start: number,
  which: "primary" | "secondary",
): Promise<Parsed<Copy>> {
  const binary = parseAll(`${which} header`, bytes.subarray(0, start + binaryHeaderSize), (reader) => {
    reader.bytes("primary header", start);
    return readBinaryHeader(reader, which);
  });
  if (!binary.ok) return binary;
  const { hdrSize, csum } = binary.value;
  const whole = bytes.subarray(start, start + hdrSize);
  if (whole.length < hdrSize) {
    const left = Math.max(0, whole.length - binaryHeaderSize);
    const expected = `${hdrSize - binaryHeaderSize} bytes`;
    return broken("truncated", "JSON area", start + binaryHeaderSize, expected, `${left} bytes`);
  }
  const computed = await checksum(whole);
  if (!equalBytes(computed, csum)) {
    return broken("value", `${which} csum`, start + csumOffset, toHex(computed), toHex(csum));
  }
  const area = whole.subarray(binaryHeaderSize);
  const metadata = parseMetadata(area, start + binaryHeaderSize);
  return metadata.ok ? { ok: true, value: { header: binary.value, area, metadata: metadata.value } } : metadata;
}

/** SHA-256 over one copy, binary header and JSON area, with the checksum's own field zero. */
export function checksum(copy: Uint8Array): Promise<Uint8Array> {
  const zeroed = concatBytes(copy);
  zeroed.fill(0, csumOffset, csumOffset + csumLength);
  return hash("sha256", zeroed);
}

function firstDifference(left: Copy, right: Copy): string | undefined {
  const same = ["hdrSize", "seqid", "label", "uuid", "subsystem"] as const;
  const differing = same.find((name) => left.header[name] !== right.header[name]);
  return differing ?? (equalBytes(left.area, right.area) ? undefined : "JSON area");
}
