import { ByteReader, ByteWriter, MalformedError, type Parsed } from "@sekisho/encoding";
import { findSection, parsePe, sectionContent, type PeImage } from "@sekisho/encoding/pe";
import { guidBytes } from "@sekisho/encoding/uefi";
import { x509Guid } from "@sekisho/encoding/uefi";

export const shimLockGuid = "605dab50-e046-4300-abb6-3dd810dd8b23";

/** What shim's own file says about what it will measure. */
export type Shim = {
  /** Its version ("16.1"); empty where the file does not say. */
  readonly version: string;
  /** The vendor's keys as EFI_SIGNATURE_LISTs: what MokList holds while nobody enrolled a key. */
  readonly vendorKeys: Uint8Array;
  /** What the vendor revoked, as EFI_SIGNATURE_LISTs: what MokListX holds while nobody added to it. */
  readonly vendorRevocations: Uint8Array;
  /** The revocation level that it sets by itself under Secure Boot (variable SbatLevel). */
  readonly sbatLevel: Uint8Array;
};

/** The level that shim sets where Secure Boot is not enforced: the first one ever. */
export const firstSbatLevel = "sbat,1,2021030218\n";

/**
 * Reads what shim carries: section `.vendor_cert` (four sizes and offsets, then the vendor's certificate or lists, and its
 * revocations) and section `.sbatlevel` (format 0: offsets of two texts, the one set by default first).
 */
export function readShim(bytes: Uint8Array): Parsed<Shim> {
  const image = parsePe(bytes);
  if (!image.ok) return image;
  try {
    const { keys, revocations } = readVendor(section(bytes, image.value, ".vendor_cert"));
    const sbatLevel = readSbatLevel(section(bytes, image.value, ".sbatlevel"));
    return {
      ok: true,
      value: { version: shimVersion(bytes, image.value), vendorKeys: keys, vendorRevocations: revocations, sbatLevel },
    };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

type Placed = { readonly content: Uint8Array; readonly offset: number };

function section(bytes: Uint8Array, image: PeImage, name: string): Placed {
  const found = findSection(image, name);
  const content = found === undefined ? undefined : sectionContent(bytes, found);
  if (found === undefined || content === undefined) {
    return new ByteReader(new Uint8Array(0)).fail("value", `section ${name}`, "a section of shim", "none");
  }
  return { content, offset: found.fileOffset };
}

function readVendor({ content, offset }: Placed): { readonly keys: Uint8Array; readonly revocations: Uint8Array } {
  const reader = new ByteReader(content, offset);
  const keysSize = reader.u32le("vendor_authorized_size");
  const revocationsSize = reader.u32le("vendor_deauthorized_size");
  const keys = part(reader, content, "vendor_authorized", reader.u32le("vendor_authorized_offset"), keysSize);
  const at = reader.u32le("vendor_deauthorized_offset");
  const revocations = part(reader, content, "vendor_deauthorized", at, revocationsSize);
  // A vendor gives either lists, which begin with a GUID, or one certificate in DER, which shim makes a list of.
  const isCertificate = keys[0] === 0x30 && keys[1] === 0x82;
  return { keys: isCertificate ? certificateList(keys) : keys, revocations };
}

function certificateList(certificate: Uint8Array): Uint8Array {
  const size = 16 + certificate.length;
  const list = new ByteWriter()
    .bytes(guidBytes(x509Guid))
    .u32le(28 + size)
    .u32le(0)
    .u32le(size);
  return list.bytes(guidBytes(shimLockGuid)).bytes(certificate).finish();
}

function readSbatLevel({ content, offset }: Placed): Uint8Array {
  const reader = new ByteReader(content, offset);
  const version = reader.u32le("SbatLevel version");
  if (version !== 0) reader.fail("version", "SbatLevel version", "0", `${version}`, offset);
  // Offsets count from behind the version.
  const start = 4 + reader.u32le("SbatLevel default offset");
  const end = content.indexOf(0, start);
  if (start > content.length || end < 0) {
    reader.fail("value", "SbatLevel default", "text that ends with a zero", `offset ${start}`, offset + 4);
  }
  return content.slice(start, end);
}

function part(reader: ByteReader, content: Uint8Array, field: string, offset: number, size: number): Uint8Array {
  if (offset + size <= content.length) return content.slice(offset, offset + size);
  return reader.fail("truncated", field, `${size} bytes at ${offset}`, `${content.length} bytes`);
}

/** Shim's version stands in its read-only data: "UEFI SHIM\n$Version: 16.1 $". */
function shimVersion(bytes: Uint8Array, image: PeImage): string {
  for (const { fileOffset, fileSize } of image.sections) {
    const text = String.fromCharCode(...bytes.subarray(fileOffset, fileOffset + Math.min(fileSize, 256)));
    const version = /^UEFI SHIM\n\$Version: ([0-9A-Za-z.~+-]{1,32}) \$/.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return "";
}

/** The major number of a version; NaN where there is none. */
export function majorVersion(version: string): number {
  return parseInt(version, 10);
}
