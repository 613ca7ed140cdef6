import { parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { algorithmOfId, registerCount } from "../banks.ts";
import type { LogDigest } from "../tcg/event-log.ts";

/** One record of a Canonical Event Log. */
export type CelRecord = {
  /** Offset of the record from the start of the log, in bytes. */
  readonly offset: number;
  readonly register: number;
  readonly digests: readonly LogDigest[];
  /** What kind of content it is (table 5 of the specification; 80 is Google's for Container-Optimized OS). */
  readonly contentType: number;
  readonly content: Uint8Array;
  /** The content with its type and length before it, which some writers hash instead. */
  readonly encodedContent: Uint8Array;
};

/** Content types that Sekisho looks into: an event of the PC Client profile, and an entry of an IMA log. */
export const celContentTypes = { management: 4, pcClient: 5, imaTemplate: 7 } as const;

const largestLog = 16 * 1024 * 1024;
const types = { recordNumber: 0, pcr: 1, digests: 3 } as const;
const headerSize = 5;

/** Whether bytes begin as a log of this form does: a record number, then a PCR. A TCG event log has other bytes there. */
export function isCelLog(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerSize || bytes[0] !== types.recordNumber) return false;
  const length = view.getUint32(1);
  const next = headerSize + length;
  if (length < 1 || length > 8 || bytes.length < next + headerSize || bytes[next] !== types.pcr) return false;
  return view.getUint32(next + 1) >= 1 && view.getUint32(next + 1) <= 4;
}

/**
 * Reads a Canonical Event Log in its TLV encoding (TCG Canonical Event Log Format 1.0, sections 4 and 5; big-endian): each field
 * is a type (8 bits), a length (32 bits) and a value, each record a number, a PCR, digests and content in this order.
 *
 * Records are numbered without a gap, from any number, so that a record that was taken out shows. All have digests of the same
 * banks. A record of an NV index instead of a PCR is an error, as no register of a quote holds it.
 */
export function parseCelLog(bytes: Uint8Array): Parsed<readonly CelRecord[]> {
  return parseAll("event log", bytes, (reader) => {
    if (bytes.length > largestLog) {
      reader.fail("limit", "event log", `at most ${largestLog} bytes`, `${bytes.length} bytes`);
    }
    const records: CelRecord[] = [];
    let expected: bigint | undefined;
    while (reader.remaining > 0 || records.length === 0) {
      const { offset } = reader;
      const number = readNumber(readValue(reader, "recnum", types.recordNumber), "recnum", 8);
      if (expected !== undefined && number !== expected) {
        reader.fail("value", "recnum", `${expected}`, `${number}`, offset);
      }
      expected = number + 1n;
      records.push(readRecord(reader, offset, records[0]));
    }
    return records;
  });
}

function readRecord(reader: ByteReader, offset: number, first: CelRecord | undefined): CelRecord {
  const registerAt = reader.offset;
  const register = Number(readNumber(readValue(reader, "pcr", types.pcr), "pcr", 4));
  if (register >= registerCount) {
    reader.fail("value", "pcr", `0 to ${registerCount - 1}`, `${register}`, registerAt);
  }
  const digestsAt = reader.offset;
  const digests = readDigests(readValue(reader, "digests", types.digests));
  if (first !== undefined && banksOf(digests) !== banksOf(first.digests)) {
    reader.fail("value", "digests", banksOf(first.digests), banksOf(digests), digestsAt);
  }
  const contentType = reader.u8("content type");
  const content = reader.bytes("content", reader.u32be("content length"));
  const encodedContent = new Uint8Array(headerSize + content.length);
  encodedContent[0] = contentType;
  new DataView(encodedContent.buffer).setUint32(1, content.length);
  encodedContent.set(content, headerSize);
  return { offset, register, digests, contentType, content, encodedContent };
}

/** The value of the next field, which must be of the type. */
function readValue(reader: ByteReader, field: string, type: number): ByteReader {
  const { offset } = reader;
  const actual = reader.u8(`${field} type`);
  if (actual !== type) reader.fail("value", `${field} type`, `${type}`, `${actual}`, offset);
  return reader.nested(field, reader.u32be(`${field} length`));
}

function readNumber(reader: ByteReader, field: string, most: number): bigint {
  const { offset } = reader;
  const bytes = reader.rest(field);
  if (bytes.length < 1 || bytes.length > most) {
    reader.fail("value", field, `1 to ${most} bytes`, `${bytes.length} bytes`, offset);
  }
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** Digests are fields themselves, whose type is the low byte of a TPM_ALG_ID. */
function readDigests(reader: ByteReader): readonly LogDigest[] {
  const digests: LogDigest[] = [];
  while (reader.remaining > 0 || digests.length === 0) {
    const { offset } = reader;
    const id = reader.u8("digests.hashAlg");
    const algorithm = algorithmOfId(id);
    if (algorithm === undefined || digests.some((other) => other.algorithm === algorithm)) {
      reader.fail("value", "digests.hashAlg", "a known bank, once", `0x${id.toString(16).padStart(2, "0")}`, offset);
    }
    const length = reader.u32be("digests.digest length");
    if (length !== algorithm.size) {
      reader.fail("value", "digests.digest length", `${algorithm.size} for ${algorithm.name}`, `${length}`, offset + 1);
    }
    digests.push({ algorithm, bytes: reader.bytes("digests.digest", length) });
  }
  return digests;
}

function banksOf(digests: readonly LogDigest[]): string {
  const names = digests.map(({ algorithm }) => algorithm.name);
  return names.toSorted().join(", ");
}

/** The two fields of the content of an event or IMA entry: type or name, and data. Undefined for anything else. */
export function celPair(content: Uint8Array): { readonly kind: Uint8Array; readonly data: Uint8Array } | undefined {
  const pair = parseAll("content", content, (reader) => ({
    kind: readValue(reader, "content kind", 0).rest("content kind"),
    data: readValue(reader, "content data", 1).rest("content data"),
  }));
  return pair.ok ? pair.value : undefined;
}
