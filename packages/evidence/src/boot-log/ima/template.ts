import { concatBytes, fromHex, fromUtf8, toHex, toUtf8, type ByteReader, type Parsed } from "@sekisho/encoding";

/** One field of an IMA template, as Linux' `ima_template_lib.c` names it, with its raw bytes. */
export type ImaField = { readonly kind: string; readonly bytes: Uint8Array };

/** The named templates of Linux 6.12 (`ima_template.c`); any other template is named after its fields ("d-ng|n-ng|sig"). */
const templates: ReadonlyMap<string, readonly string[]> = new Map([
  ["ima", ["d", "n"]],
  ["ima-ng", ["d-ng", "n-ng"]],
  ["ima-sig", ["d-ng", "n-ng", "sig"]],
  ["ima-ngv2", ["d-ngv2", "n-ng"]],
  ["ima-sigv2", ["d-ngv2", "n-ng", "sig"]],
  ["ima-buf", ["d-ng", "n-ng", "buf"]],
  ["ima-modsig", ["d-ng", "n-ng", "sig", "d-modsig", "modsig"]],
  ["evm-sig", ["d-ng", "n-ng", "evmsig", "xattrnames", "xattrlengths", "xattrvalues", "iuid", "igid", "imode"]],
]);

const fieldKinds: ReadonlySet<string> = new Set([...templates.values()].flat());

/** The fields of a template, or undefined when one of them is unknown. */
export function templateFields(name: string): readonly string[] | undefined {
  const named = templates.get(name);
  if (named !== undefined) return named;
  const kinds = name.split("|");
  return kinds.every((kind) => fieldKinds.has(kind)) ? kinds : undefined;
}

/** Digest and name of the first template have no lengths in the log's `d` field, and are hashed padded. */
export const oldTemplate = "ima";

/** Reads the fields of template data: each a length (32 bits, little-endian) and bytes, up to the end of `reader`. */
export function readFields(reader: ByteReader, kinds: readonly string[]): readonly ImaField[] {
  const fields = kinds.map((kind): ImaField => ({ kind, bytes: reader.bytes(kind, reader.u32le(`${kind} length`)) }));
  reader.end("template data");
  return fields;
}

/** The bytes that the kernel hashes into a template digest (`ima_calc_field_array_hash_tfm`). */
export function measuredBytes(template: string, fields: readonly ImaField[]): Uint8Array {
  if (template === oldTemplate) return concatBytes(...fields.map((field) => paddedName(field)));
  return concatBytes(...fields.flatMap(({ bytes }) => [lengthOf(bytes), bytes]));
}

function paddedName({ kind, bytes }: ImaField): Uint8Array {
  if (kind !== "n") return bytes;
  const padded = new Uint8Array(Math.max(256, bytes.length));
  padded.set(bytes);
  return padded;
}

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length, true);
  return length;
}

/** What a measured file's name and digest are, as far as the template has them. */
export function describeFields(fields: readonly ImaField[]): { readonly path?: string; readonly fileDigest?: string } {
  const name = fields.find(({ kind }) => kind === "n-ng" || kind === "n");
  const digest = fields.find(({ kind }) => kind === "d-ng" || kind === "d-ngv2" || kind === "d");
  const path = name === undefined ? undefined : textOf(name.bytes);
  const fileDigest = digest === undefined ? undefined : digestText(digest);
  return { ...(path === undefined ? {} : { path }), ...(fileDigest === undefined ? {} : { fileDigest }) };
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = fromUtf8("name", end < 0 ? bytes : bytes.subarray(0, end));
  // Linux file names are bytes; what is no UTF-8 is shown by its bytes.
  return text.ok ? text.value : `0x${toHex(bytes)}`;
}

/** "sha256:" and hexadecimal digits; the field holds the prefix, a zero byte, then the digest. */
function digestText({ kind, bytes }: ImaField): string {
  if (kind === "d") return `sha1:${toHex(bytes)}`;
  const end = bytes.indexOf(0);
  return end < 0 ? toHex(bytes) : `${textOf(bytes)}${toHex(bytes.subarray(end + 1))}`;
}

const numberSizes: Readonly<Record<string, number>> = { iuid: 4, igid: 4, imode: 2 };
const textKinds: ReadonlySet<string> = new Set(["n-ng", "xattrnames"]);

/** The bytes of a field from its word in the ASCII log. */
export function fieldFromText(kind: string, word: string): Parsed<Uint8Array> {
  if (kind === "n") return { ok: true, value: toUtf8(word) };
  if (textKinds.has(kind)) return { ok: true, value: toUtf8(`${word}\0`) };
  const size = numberSizes[kind];
  if (size !== undefined) return numberField(kind, word, size);
  if (!kind.startsWith("d-")) return fromHex(kind, word);
  const colon = word.lastIndexOf(":");
  if (colon < 0) return word === "" ? { ok: true, value: new Uint8Array() } : fromHex(kind, word);
  const digest = fromHex(kind, word.slice(colon + 1));
  return digest.ok
    ? { ok: true, value: concatBytes(toUtf8(`${word.slice(0, colon + 1)}\0`), digest.value) }
    : { ok: false, error: { ...digest.error, offset: digest.error.offset + colon + 1 } };
}

function numberField(field: string, word: string, size: number): Parsed<Uint8Array> {
  const value = Number(word);
  if (!/^\d{1,10}$/.test(word) || value >= 2 ** (8 * size)) {
    const expected = `a number of ${size} bytes`;
    return { ok: false, error: { code: "value", field, offset: 0, expected, actual: JSON.stringify(word) } };
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return { ok: true, value: bytes.subarray(0, size) };
}
