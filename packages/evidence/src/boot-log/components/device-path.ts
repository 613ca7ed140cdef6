import { parseAll, toHex, type ByteReader, type Parsed } from "@sekisho/encoding";
import { guidText } from "@sekisho/encoding/uefi";
import { decodeWide } from "./text.ts";

/** Reads the device path of UEFI_IMAGE_LOAD_EVENT: where a program was loaded from, which nothing vouches for. */
export function parseImageLoad(bytes: Uint8Array): Parsed<string> {
  return parseAll("UEFI_IMAGE_LOAD_EVENT", bytes, (reader) => {
    reader.bytes("image location, length and link-time address", 24);
    const { offset } = reader;
    const length = reader.u64le("LengthOfDevicePath");
    if (length > BigInt(reader.remaining)) {
      reader.fail("truncated", "DevicePath", `${length} bytes`, `${reader.remaining} bytes`, offset);
    }
    const path = readDevicePath(reader.nested("DevicePath", Number(length)));
    // Firmware is known to state too short a length.
    reader.rest("DevicePath");
    return path;
  });
}

const endOfPath = 0x7f;

function readDevicePath(reader: ByteReader): string {
  const nodes: string[] = [];
  while (reader.remaining > 0) {
    const type = reader.u8("Type");
    const subType = reader.u8("SubType");
    const { offset } = reader;
    const length = reader.u16le("Length");
    if (length < 4) reader.fail("value", "Length", "4 or more", `${length}`, offset);
    const data = reader.bytes("device path node", length - 4);
    if (type === endOfPath) break;
    nodes.push(nodeText(type, subType, data));
  }
  return nodes.join("/");
}

/** The text of the nodes that boot paths have, close to UEFI 2.10, section 10.6; others by their numbers. */
function nodeText(type: number, subType: number, data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const kind = (type << 8) | subType;
  if (kind === 0x0101 && data.length === 2) return `Pci(${data[1]},${data[0]})`;
  if (kind === 0x0201 && data.length === 8)
    return `Acpi(${view.getUint32(0, true).toString(16)},${view.getUint32(4, true)})`;
  if (kind === 0x0401 && data.length === 38) return `HD(${view.getUint32(0, true)},${guidText(data.slice(20, 36))})`;
  if (kind === 0x0404) return decodeWide(data);
  if (kind === 0x0406 && data.length === 16) return `FvFile(${guidText(data)})`;
  if (kind === 0x0407 && data.length === 16) return `Fv(${guidText(data)})`;
  return `Path(${type},${subType},${toHex(data.subarray(0, 32))})`;
}
