import { ByteReader, parseAll, toHex, type Parsed } from "@sekisho/encoding";
import { decodeWide } from "./text.ts";

/** UEFI_VARIABLE_DATA: a variable as firmware measures it. */
export type UefiVariable = {
  readonly guid: string;
  readonly name: string;
  readonly data: Uint8Array;
  /** How many bytes the structure has: shim before version 15 put six more into its events. */
  readonly length: number;
};

/** A UEFI GUID as text; its first three fields are little-endian. */
export function guidText(bytes: Uint8Array): string {
  const part = (start: number, end: number, swap: boolean) => {
    const slice = bytes.slice(start, end);
    return toHex(swap ? slice.toReversed() : slice);
  };
  return [part(0, 4, true), part(4, 6, true), part(6, 8, true), part(8, 10, false), part(10, 16, false)].join("-");
}

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

/** One entry of a Secure Boot list: a certificate (DER) or a hash, and who put it there. */
export type SignatureEntry = { readonly type: string; readonly owner: string; readonly data: Uint8Array };

const signatureTypes: Readonly<Record<string, string>> = {
  "a5c059a1-94e4-4aa7-87b5-ab155c2bf072": "x509",
  "c1c41626-504c-4092-aca9-41f936934328": "sha256",
  "3bd2a492-96c0-4079-b420-fcf98ef103ed": "x509-sha256",
  "3c5766e8-269c-4e34-aa14-ed776e85b3b6": "rsa2048",
  "ff3e5307-9fd0-48c9-85f1-8ad56c701e01": "sha384",
  "093e0fae-a6c4-4f50-9f1b-d41e2b89c19a": "sha512",
};

/** Reads EFI_SIGNATURE_LISTs, one after the other (UEFI 2.10, section 32.4.1): PK, KEK, db and dbx are made of them. */
export function parseSignatureLists(bytes: Uint8Array): Parsed<readonly SignatureEntry[]> {
  return parseAll("EFI_SIGNATURE_LIST", bytes, (reader) => {
    const entries: SignatureEntry[] = [];
    while (reader.remaining > 0) entries.push(...readSignatureList(reader));
    return entries;
  });
}

function readSignatureList(reader: ByteReader): readonly SignatureEntry[] {
  const guid = guidText(reader.bytes("SignatureType", 16));
  const { offset } = reader;
  const listSize = reader.u32le("SignatureListSize");
  const headerSize = reader.u32le("SignatureHeaderSize");
  const size = reader.u32le("SignatureSize");
  if (listSize < 28) reader.fail("value", "SignatureListSize", "28 or more", `${listSize}`, offset);
  if (size <= 16) reader.fail("value", "SignatureSize", "more than 16", `${size}`, offset + 8);
  const list = reader.nested("signatures", listSize - 28);
  list.bytes("SignatureHeader", headerSize);
  const entries: SignatureEntry[] = [];
  while (list.remaining > 0) {
    const owner = guidText(list.bytes("SignatureOwner", 16));
    entries.push({ type: signatureTypes[guid] ?? guid, owner, data: list.bytes("SignatureData", size - 16) });
  }
  return entries;
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
