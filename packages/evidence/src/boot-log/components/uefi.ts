import { ByteReader, parseAll, type Parsed } from "@sekisho/encoding";
import { guidText } from "@sekisho/encoding/uefi";
import { decodeWide } from "./text.ts";

/** UEFI_VARIABLE_DATA: a variable as firmware measures it. */
export type UefiVariable = {
  readonly guid: string;
  readonly name: string;
  readonly data: Uint8Array;
  /** How many bytes the structure has: shim before version 15 put six more into its events. */
  readonly length: number;
};

function length64(reader: ByteReader, field: string): number {
  const { offset } = reader;
  const value = reader.u64le(field);
  if (value > 0xffff_ffffn) reader.fail("limit", field, "a length of 32 bits", `${value}`, offset);
  return Number(value);
}

/** Reads UEFI_VARIABLE_DATA (PC Client Platform Firmware Profile 1.06, section 10.2.6). */
export function parseVariable(bytes: Uint8Array): Parsed<UefiVariable> {
  return parseAll("UEFI_VARIABLE_DATA", bytes, (reader) => {
    const guid = guidText(reader.bytes("VariableName", 16));
    const nameLength = length64(reader, "UnicodeNameLength");
    const dataLength = length64(reader, "VariableDataLength");
    const name = decodeWide(reader.bytes("UnicodeName", 2 * nameLength));
    const data = reader.bytes("VariableData", dataLength);
    const length = reader.offset;
    reader.rest("what shim adds");
    return { guid, name, data, length };
  });
}

/**
 * The certificate (DER) of an authority event's VariableData: EFI_SIGNATURE_DATA, its owner's GUID before the certificate, or
 * the certificate alone, as shim measures its built-in one. Undefined for anything else, such as a hash that vouched.
 */
export function authorityCertificate(content: Uint8Array): Uint8Array | undefined {
  return [content.subarray(16), content].find(isOneSequence);
}

/** Whether bytes are one DER SEQUENCE from first to last, with a length of two bytes as every certificate in use has. */
function isOneSequence(bytes: Uint8Array): boolean {
  const [tag, form, high = 0, low = 0] = bytes;
  return tag === 0x30 && form === 0x82 && bytes.length === 4 + 256 * high + low;
}

/** Reads the names of a GPT event's partitions (UEFI_GPT_DATA) and the disk's GUID. */
export function parseGptEvent(
  bytes: Uint8Array,
): Parsed<{ readonly disk: string; readonly partitions: readonly string[] }> {
  return parseAll("UEFI_GPT_DATA", bytes, (reader) => {
    reader.bytes("header", 56);
    const disk = guidText(reader.bytes("DiskGUID", 16));
    reader.bytes("PartitionEntryLBA", 8);
    reader.u32le("NumberOfPartitionEntries");
    const entrySize = reader.u32le("SizeOfPartitionEntry");
    if (entrySize < 128) reader.fail("value", "SizeOfPartitionEntry", "128 or more", `${entrySize}`);
    reader.bytes("PartitionEntryArrayCRC32", 4);
    const count = length64(reader, "NumberOfPartitions");
    const partitions: string[] = [];
    for (let index = 0; index < count; index++) {
      const entry = new ByteReader(reader.bytes("partition entry", entrySize));
      entry.bytes("attributes", 56);
      partitions.push(decodeWide(entry.bytes("PartitionName", 72)).split("\0", 1)[0] ?? "");
    }
    return { disk, partitions };
  });
}
