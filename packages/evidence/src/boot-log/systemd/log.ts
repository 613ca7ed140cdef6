import { fromHex, fromUtf8, MalformedError, type MalformedCode, type Parsed } from "@sekisho/encoding";
import { findDuplicateKey } from "../../luks2/duplicate-keys.ts";
import { algorithmOfName, registerCount } from "../banks.ts";
import type { LogDigest } from "../tcg/event-log.ts";

/** One record of systemd's userspace log. */
export type SystemdRecord = {
  /** Offset of the record in bytes, at its record separator. */
  readonly offset: number;
  readonly register: number;
  readonly digests: readonly LogDigest[];
  /** "phase", "machine-id", "volume-key", "filesystem" and others; systemd before 253 wrote none. */
  readonly eventType?: string;
  /** What was measured, where it is no secret; the volume key's name stands for it. */
  readonly text?: string;
};

const largestLog = 16 * 1024 * 1024;
const recordLimit = 64 * 1024;
/** RFC 7464: each JSON text stands between this byte and a line feed. */
const separator = 0x1e;

/** Whether bytes begin as a JSON text sequence does. */
export function isJsonSequence(bytes: Uint8Array): boolean {
  return bytes[0] === separator;
}

/**
 * Reads `/run/log/systemd/tpm2-measure.log`: a JSON text sequence (RFC 7464) of records in the manner of TCG's Canonical
 * Event Log, `{ "pcr", "digests": [{ "hashAlg", "digest" }], "content_type": "systemd", "content": { … } }`.
 *
 * Every record has digests of the same banks. Object keys that stand twice are an error, as two readers may disagree.
 */
export function parseSystemdLog(bytes: Uint8Array): Parsed<readonly SystemdRecord[]> {
  try {
    if (bytes.length > largestLog)
      fail("limit", "systemd log", 0, `at most ${largestLog} bytes`, `${bytes.length} bytes`);
    if (!isJsonSequence(bytes))
      fail("value", "record separator", 0, "0x1e", bytes.length === 0 ? "nothing" : "another byte");
    const records: SystemdRecord[] = [];
    let start = 0;
    while (start < bytes.length) {
      const next = bytes.indexOf(separator, start + 1);
      const end = next < 0 ? bytes.length : next;
      records.push(readRecord(bytes.subarray(start + 1, end), start, records[0]));
      start = end;
    }
    return { ok: true, value: records };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function readRecord(bytes: Uint8Array, offset: number, first: SystemdRecord | undefined): SystemdRecord {
  if (bytes.length > recordLimit)
    fail("limit", "record", offset, `at most ${recordLimit} bytes`, `${bytes.length} bytes`);
  if (bytes.at(-1) !== 0x0a) fail("truncated", "record", offset, "a line feed at its end", "none");
  const text = fromUtf8("record", bytes);
  if (!text.ok) fail("encoding", "record", offset, "UTF-8", "other bytes");
  const record = objectOf(parseJson(text.value, offset), "record", offset);
  const duplicate = findDuplicateKey(text.value);
  if (duplicate !== undefined) fail("encoding", duplicate.key.slice(0, 40), offset, "one such key", "two");
  const register = record["pcr"];
  if (typeof register !== "number" || !Number.isInteger(register) || register < 0 || register >= registerCount) {
    fail("value", "pcr", offset, `0 to ${registerCount - 1}`, shown(register));
  }
  const digests = readDigests(record["digests"], offset);
  const banks = banksOf(digests);
  if (first !== undefined && banks !== banksOf(first.digests)) {
    fail("value", "digests", offset, banksOf(first.digests), banks);
  }
  const content = record["content"] === undefined ? {} : objectOf(record["content"], "content", offset);
  const eventType = optionalText(content["eventType"], "content.eventType", offset);
  const measured = optionalText(content["string"], "content.string", offset);
  return {
    offset,
    register,
    digests,
    ...(eventType === undefined ? {} : { eventType }),
    ...(measured === undefined ? {} : { text: measured }),
  };
}

function readDigests(value: unknown, offset: number): readonly LogDigest[] {
  if (!Array.isArray(value) || value.length < 1 || value.length > 16) {
    fail("value", "digests", offset, "1 to 16 digests", shown(value));
  }
  const digests: LogDigest[] = [];
  for (const one of value as readonly unknown[]) {
    const { hashAlg, digest } = objectOf(one, "digests", offset);
    const algorithm = typeof hashAlg === "string" ? algorithmOfName(hashAlg) : undefined;
    if (algorithm === undefined || digests.some((other) => other.algorithm === algorithm)) {
      fail("value", "digests.hashAlg", offset, "a known bank, once", shown(hashAlg));
    }
    const bytes = typeof digest === "string" ? fromHex("digests.digest", digest) : undefined;
    if (bytes?.ok !== true || bytes.value.length !== algorithm.size) {
      fail("value", "digests.digest", offset, `${algorithm.size} bytes in hexadecimal`, shown(digest));
    }
    digests.push({ algorithm, bytes: bytes.value });
  }
  return digests;
}

function banksOf(digests: readonly LogDigest[]): string {
  const names = digests.map(({ algorithm }) => algorithm.name);
  return names.toSorted().join(", ");
}

function parseJson(text: string, offset: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    fail("encoding", "record", offset, "JSON", "other text");
  }
}

function objectOf(value: unknown, field: string, offset: number): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    fail("value", field, offset, "an object", shown(value));
  }
  return value as Readonly<Record<string, unknown>>;
}

function optionalText(value: unknown, field: string, offset: number): string | undefined {
  if (value !== undefined && typeof value !== "string") fail("value", field, offset, "text", shown(value));
  return value;
}

/** Objects and arrays only by their kind: nested deeply enough, writing them out would end the program. */
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "an array" : "an object";
  return JSON.stringify(value).slice(0, 40);
}

function fail(code: MalformedCode, field: string, offset: number, expected: string, actual: string): never {
  throw new MalformedError({ code, field, offset, expected, actual });
}
