import {
  fromHex,
  fromUtf8,
  isAllZero,
  MalformedError,
  toUtf8,
  type MalformedCode,
  type Parsed,
} from "@sekisho/encoding";
import { registerCount } from "../banks.ts";
import { imaDigestSizes, largestImaLog, type ImaEntry, type ImaLog } from "./log.ts";
import { fieldFromText, measuredBytes, templateFields } from "./template.ts";

/**
 * Reads an ASCII IMA log (`/sys/kernel/security/ima/ascii_runtime_measurements`): a line for each entry, with register,
 * template digest, template name and the template's fields between single spaces. Linux writes no space within a field.
 *
 * The template must be known, as nothing else tells how its fields were hashed. Offsets count bytes.
 */
export function parseImaAsciiLog(bytes: Uint8Array): Parsed<ImaLog> {
  try {
    if (bytes.length > largestImaLog) {
      fail("limit", "IMA log", 0, `at most ${largestImaLog} bytes`, `${bytes.length} bytes`);
    }
    const text = fromUtf8("IMA log", bytes);
    if (!text.ok) return text;
    return { ok: true, value: readLines(text.value) };
  } catch (error) {
    if (error instanceof MalformedError) return { ok: false, error: error.malformed };
    throw error;
  }
}

function readLines(text: string): ImaLog {
  const entries: ImaEntry[] = [];
  let digestSize: number | undefined;
  let offset = 0;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const entry = readLine(line, offset, digestSize);
    digestSize = entry.templateDigest.length;
    entries.push(entry);
    offset += byteLength(line) + 1;
  }
  return { form: "ascii", digestSize: digestSize ?? 0, entries };
}

function readLine(line: string, offset: number, digestSize: number | undefined): ImaEntry {
  const [register = "", digest = "", template = "", ...words] = line.split(" ");
  const lineEnd = offset + byteLength(line);
  if (!/^\d{1,2}$/.test(register) || Number(register) >= registerCount) {
    fail("value", "pcr", offset, `0 to ${registerCount - 1}`, shown(register));
  }
  // What is missing is missing at the end of the line.
  const digestAt = Math.min(lineEnd, offset + register.length + 1);
  const templateDigest = within(fromHex("template digest", digest), digestAt);
  const { length } = templateDigest;
  if (!imaDigestSizes.includes(length) || (digestSize !== undefined && length !== digestSize)) {
    fail("value", "template digest", digestAt, `${digestSize ?? "20, 32, 48 or 64"} bytes`, `${length} bytes`);
  }
  const templateAt = Math.min(lineEnd, digestAt + digest.length + 1);
  const kinds = templateFields(template);
  if (kinds === undefined) fail("value", "template name", templateAt, "a template of Linux", shown(template));
  const wordsAt = Math.min(lineEnd, templateAt + template.length + 1);
  // An empty last field leaves a space at the end of the line, which tools like to cut off.
  const given = words.length === kinds.length - 1 ? [...words, ""] : words;
  if (given.length !== kinds.length) {
    fail("value", "template data", wordsAt, `${kinds.length} fields of ${template}`, `${words.length} fields`);
  }
  let at = wordsAt;
  const fields = given.map((word, index) => {
    const kind = kinds[index] ?? "";
    const bytes = within(kind === "d" ? fromHex(kind, word) : fieldFromText(kind, word), at);
    at = Math.min(lineEnd, at + byteLength(word) + 1);
    return { kind, bytes };
  });
  const measured = measuredBytes(template, fields);
  const violation = isAllZero(templateDigest);
  return { offset, register: Number(register), templateDigest, template, fields, measured, violation };
}

function byteLength(text: string): number {
  return toUtf8(text).length;
}

function within<T>(outcome: Parsed<T>, offset: number): T {
  if (outcome.ok) return outcome.value;
  throw new MalformedError({ ...outcome.error, offset: outcome.error.offset + offset });
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}

function fail(code: MalformedCode, field: string, offset: number, expected: string, actual: string): never {
  throw new MalformedError({ code, field, offset, expected, actual });
}
