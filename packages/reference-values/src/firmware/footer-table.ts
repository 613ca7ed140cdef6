import { ByteReader, equalBytes } from "@sekisho/encoding";
import { guidBytes, guidText } from "@sekisho/encoding/uefi";

/** The table ends this many bytes before the end of the firmware: the reset vector follows it. */
const bytesAfterTable = 32;
/** Each entry ends with its length (two bytes, counting data, length and GUID) and its GUID. */
const trailerSize = 18;
const footerGuid = guidBytes("96b582de-1fb2-45f7-baea-a366c55a082d");

/** The data of one entry, and where in the file it starts. */
export type FooterEntry = { readonly data: Uint8Array; readonly offset: number };

/**
 * The GUIDed table at the end of an OVMF image, by GUID. Empty when the image has no such table.
 *
 * The table is read from its end: data ‖ length (u16, little-endian) ‖ GUID, the footer's own entry last
 * (edk2, OvmfPkg/ResetVector/Ia16/ResetVectorVtf0.asm).
 *
 * @param reader a reader that stands at the end of the input; it names what is wrong
 * @throws MalformedError when an entry leaves the table, two entries share a GUID, or bytes are left over
 */
export function readFooterTable(image: Uint8Array, reader: ByteReader): Map<string, FooterEntry> {
  const entries = new Map<string, FooterEntry>();
  const footerAt = image.length - bytesAfterTable - trailerSize;
  if (footerAt < 0 || !equalBytes(image.subarray(footerAt + 2, footerAt + trailerSize), footerGuid)) return entries;

  const tableSize = lengthAt(image, footerAt);
  const start = footerAt + trailerSize - tableSize;
  if (tableSize < trailerSize || start < 0) {
    const expected = `${trailerSize} to ${footerAt + trailerSize} bytes`;
    reader.fail("value", "length of the GUIDed table", expected, `${tableSize} bytes`, footerAt);
  }

  let end = footerAt;
  while (end > start) {
    const trailerAt = end - trailerSize;
    if (trailerAt < start) {
      reader.fail(
        "trailing",
        "GUIDed table",
        `an entry of at least ${trailerSize} bytes`,
        `${end - start} bytes`,
        start,
      );
    }
    const size = lengthAt(image, trailerAt);
    if (size < trailerSize || size > end - start) {
      const expected = `${trailerSize} to ${end - start} bytes`;
      reader.fail("value", "length of a GUIDed table entry", expected, `${size} bytes`, trailerAt);
    }
    const guid = guidText(image.subarray(trailerAt + 2, end));
    if (entries.has(guid)) reader.fail("value", "GUID of a table entry", "a GUID only once", guid, trailerAt + 2);
    entries.set(guid, { data: image.subarray(end - size, trailerAt), offset: end - size });
    end -= size;
  }
  return entries;
}

function lengthAt(image: Uint8Array, offset: number): number {
  return new ByteReader(image.subarray(offset, offset + 2), offset).u16le("length");
}
