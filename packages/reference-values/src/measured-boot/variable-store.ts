import { parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { guidText } from "@sekisho/encoding/uefi";

/** A variable that is live in the store. */
export type StoredVariable = {
  readonly guid: string;
  readonly name: string;
  readonly attributes: number;
  readonly data: Uint8Array;
};

const fileSystemGuid = "fff12b8d-7696-4c8b-a985-2747075b4f50";
const authenticatedStoreGuid = "aaf32c78-947b-439a-a180-2e144ec37792";
const startOfVariable = 0x55aa;
const erased = 0xffff;
const state = { added: 0x3f, inTransition: 0x3e } as const;

/** A store's live variables, and where in the file its free space begins and ends. */
export type VariableStore = {
  readonly variables: readonly StoredVariable[];
  readonly free: { readonly start: number; readonly end: number };
};

/**
 * Reads the variables of an OVMF variable store (`OVMF_VARS*.fd`, or a copy that a machine has written): a firmware volume
 * (UEFI PI 1.8, volume 3, 3.2.1) with an authenticated variable store (edk2, `VariableFormat.h`).
 *
 * What follows the store (the fault tolerant write areas) holds no variables and is ignored. Deleted variables are skipped.
 */
export function parseVariableStore(bytes: Uint8Array): Parsed<readonly StoredVariable[]> {
  const store = readVariableStore(bytes);
  return store.ok ? { ok: true, value: store.value.variables } : store;
}

/** As {@link parseVariableStore}, for whoever wants to write more variables into the store. */
export function readVariableStore(bytes: Uint8Array): Parsed<VariableStore> {
  return parseAll("variable store", bytes, (reader) => {
    readVolumeHeader(reader, bytes.length);
    const storeOffset = reader.offset;
    expectText(
      reader,
      "variable store GUID",
      guidText(reader.bytes("variable store GUID", 16)),
      authenticatedStoreGuid,
    );
    const size = reader.u32le("variable store Size");
    if (size < 28 || storeOffset + size > bytes.length) {
      reader.fail("value", "variable store Size", "a store within the volume", `${size}`, storeOffset + 16);
    }
    expectNumber(reader, "Format", reader.u8("Format"), 0x5a);
    expectNumber(reader, "State", reader.u8("State"), 0xfe);
    reader.bytes("Reserved", 6);
    const { variables, start } = readVariables(reader.nested("variables", size - 28));
    reader.rest("fault tolerant write areas");
    return { variables, free: { start, end: storeOffset + size } };
  });
}

function readVolumeHeader(reader: ByteReader, fileSize: number): void {
  reader.reserved("ZeroVector", 16);
  expectText(reader, "FileSystemGuid", guidText(reader.bytes("FileSystemGuid", 16)), fileSystemGuid);
  const lengthOffset = reader.offset;
  const length = reader.u64le("FvLength");
  if (length > BigInt(fileSize)) {
    reader.fail("truncated", "FvLength", `${length} bytes`, `${fileSize} bytes`, lengthOffset);
  }
  expectNumber(reader, "Signature", reader.u32le("Signature"), 0x4856_465f);
  reader.u32le("Attributes");
  const headerOffset = reader.offset;
  const headerLength = reader.u16le("HeaderLength");
  reader.bytes("Checksum and extensions", 5);
  reader.u8("Revision");
  // The block map: pairs of count and size, ended by a pair of zeros.
  for (;;) {
    const blocks = reader.u32le("BlockMap NumBlocks");
    const size = reader.u32le("BlockMap Length");
    if (blocks === 0 && size === 0) break;
  }
  expectNumber(reader, "HeaderLength", headerLength, reader.offset, headerOffset);
}

function readVariables(reader: ByteReader): { variables: readonly StoredVariable[]; start: number } {
  const added = new Map<string, StoredVariable>();
  const inTransition = new Map<string, StoredVariable>();
  const base = reader.offset;
  let start = base;
  while (reader.remaining >= 2) {
    const { offset } = reader;
    const id = reader.u16le("StartId");
    if (id === erased) {
      expectErased(reader);
      break;
    }
    expectNumber(reader, "StartId", id, startOfVariable, offset);
    const status = reader.u8("variable State");
    const variable = readVariable(reader);
    const key = `${variable.guid} ${variable.name}`;
    if (status === state.added) {
      if (added.has(key)) reader.fail("value", "variable Name", "a live variable only once", variable.name, offset);
      added.set(key, variable);
    }
    if (status === state.inTransition) inTransition.set(key, variable);
    reader.bytes("alignment", Math.min(reader.remaining, -(reader.offset - base) & 3));
    start = reader.offset;
  }
  // A variable whose replacement was not finished is still the old one.
  const kept = [...inTransition].filter(([key]) => !added.has(key)).map(([, variable]) => variable);
  return { variables: [...added.values(), ...kept], start };
}

function readVariable(reader: ByteReader): StoredVariable {
  reader.u8("variable Reserved");
  const attributes = reader.u32le("Attributes");
  reader.bytes("MonotonicCount, TimeStamp and PubKeyIndex", 28);
  const sizeOffset = reader.offset;
  const nameSize = reader.u32le("NameSize");
  const dataSize = reader.u32le("DataSize");
  if (nameSize < 2 || nameSize % 2 !== 0) {
    reader.fail("value", "NameSize", "an even number above 0", `${nameSize}`, sizeOffset);
  }
  const guid = guidText(reader.bytes("VendorGuid", 16));
  const nameOffset = reader.offset;
  const text = new TextDecoder("utf-16le", { ignoreBOM: true }).decode(reader.bytes("variable Name", nameSize));
  const name = text.slice(0, -1);
  if (!text.endsWith("\0") || name.includes("\0")) {
    reader.fail("encoding", "variable Name", "text with one zero, at its end", "other text", nameOffset);
  }
  return { guid, name, attributes, data: reader.bytes("variable Data", dataSize) };
}

function expectErased(reader: ByteReader): void {
  const { offset } = reader;
  const rest = reader.rest("free space");
  const used = rest.findIndex((byte) => byte !== 0xff);
  if (used >= 0) reader.fail("value", "free space", "0xff", `0x${rest[used]?.toString(16)}`, offset + used);
}

function expectNumber(reader: ByteReader, field: string, actual: number, expected: number, offset?: number): void {
  if (actual === expected) return;
  reader.fail("value", field, `0x${expected.toString(16)}`, `0x${actual.toString(16)}`, offset);
}

function expectText(reader: ByteReader, field: string, actual: string, expected: string): void {
  if (actual !== expected) reader.fail("value", field, expected, actual, reader.offset - 16);
}
