import { isAllZero, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { registerCount } from "../banks.ts";
import { measuredBytes, oldTemplate, readFields, templateFields, type ImaField } from "./template.ts";

/** One entry of an IMA log. */
export type ImaEntry = {
  /** Offset of the entry, in bytes from the start of the log. */
  readonly offset: number;
  /** PCR 10, unless the kernel was configured for another. */
  readonly register: number;
  /** The digest that stands in the log: over the template data, or zeros for a violation. */
  readonly templateDigest: Uint8Array;
  readonly template: string;
  /** Empty for a template that Sekisho does not know. */
  readonly fields: readonly ImaField[];
  /** What the template digest is a hash of. */
  readonly measured: Uint8Array;
  /** The file changed while it was measured: the register was extended with 0xff bytes. */
  readonly violation: boolean;
};

/** An IMA log in binary or ASCII form. */
export type ImaLog = {
  readonly form: "binary" | "ascii";
  /** Length of the log's template digests: 20 for `binary_runtime_measurements`, others since Linux 6.10. */
  readonly digestSize: number;
  readonly entries: readonly ImaEntry[];
};

/** The largest IMA log that is read, in bytes. */
export const largestImaLog = 128 * 1024 * 1024;

/** The lengths that template digests can have. */
export const imaDigestSizes: readonly number[] = [20, 32, 48, 64];

const nameLimit = 255;
const dataLimit = 16 * 1024 * 1024;

/**
 * Reads a binary IMA log (`/sys/kernel/security/ima/binary_runtime_measurements`, little-endian; Linux documentation
 * "IMA Template Management Mechanism"). The length of its digests is told from its first entry.
 */
export function parseImaLog(bytes: Uint8Array): Parsed<ImaLog> {
  return parseAll("IMA log", bytes, (reader) => {
    if (bytes.length > largestImaLog) {
      reader.fail("limit", "IMA log", `at most ${largestImaLog} bytes`, `${bytes.length} bytes`);
    }
    const digestSize = imaDigestSize(bytes) ?? 20;
    const entries: ImaEntry[] = [readEntry(reader, digestSize)];
    while (reader.remaining > 0) entries.push(readEntry(reader, digestSize));
    return { form: "binary", digestSize, entries };
  });
}

/** The digest length of a binary IMA log, told by where its first template name stands; undefined where none does. */
export function imaDigestSize(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) >= registerCount) return undefined;
  return imaDigestSizes.find((size) => {
    const at = 4 + size;
    if (bytes.length < at + 4) return false;
    const length = view.getUint32(at, true);
    if (length < 1 || length > nameLimit || bytes.length < at + 4 + length) return false;
    return templateFields(String.fromCharCode(...bytes.subarray(at + 4, at + 4 + length))) !== undefined;
  });
}

function readEntry(reader: ByteReader, digestSize: number): ImaEntry {
  const { offset } = reader;
  const register = reader.u32le("pcr");
  if (register >= registerCount) reader.fail("value", "pcr", `0 to ${registerCount - 1}`, `${register}`, offset);
  const templateDigest = reader.bytes("template digest", digestSize);
  const template = readName(reader);
  const { fields, measured } = template === oldTemplate ? readOldData(reader) : readData(reader, template);
  return { offset, register, templateDigest, template, fields, measured, violation: isAllZero(templateDigest) };
}

function readName(reader: ByteReader): string {
  const { offset } = reader;
  const length = reader.u32le("template name length");
  if (length < 1 || length > nameLimit) {
    reader.fail("limit", "template name length", `1 to ${nameLimit}`, `${length}`, offset);
  }
  const name = reader.bytes("template name", length);
  if (!name.every((byte) => byte > 0x20 && byte < 0x7f)) {
    reader.fail("encoding", "template name", "printable ASCII", "other bytes", offset + 4);
  }
  return String.fromCharCode(...name);
}

type Data = { readonly fields: readonly ImaField[]; readonly measured: Uint8Array };

function readData(reader: ByteReader, template: string): Data {
  const { offset } = reader;
  const length = reader.u32le("template data length");
  if (length > dataLimit) {
    reader.fail("limit", "template data length", `at most ${dataLimit}`, `${length}`, offset);
  }
  const kinds = templateFields(template);
  if (kinds === undefined) return { fields: [], measured: reader.bytes("template data", length) };
  const fields = readFields(reader.nested("template data", length), kinds);
  return { fields, measured: measuredBytes(template, fields) };
}

/** The template "ima" has no length of its data, and its digest field none either. */
function readOldData(reader: ByteReader): Data {
  const digest = reader.bytes("d", 20);
  const { offset } = reader;
  const length = reader.u32le("n length");
  if (length > nameLimit) reader.fail("limit", "n length", `at most ${nameLimit}`, `${length}`, offset);
  const fields = [
    { kind: "d", bytes: digest },
    { kind: "n", bytes: reader.bytes("n", length) },
  ];
  return { fields, measured: measuredBytes(oldTemplate, fields) };
}
