import { concatBytes, fromBase64, toBase64, toUtf8, type MalformedCode, type Parsed } from "@sekisho/encoding";
import { hash, importPublicKey, verifySignature } from "@sekisho/encoding/crypto";

/** One line under a note: who signed, by which key. */
export type NoteSignature = {
  readonly name: string;
  /** Four bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
};

/** A text and who signed it, as it came: nothing is verified yet. */
export type SignedNote = { readonly body: string; readonly signatures: readonly NoteSignature[] };

const longestNote = 16_384;
const mostSignatures = 16;
const keyIdLength = 4;
const rawKeyLength = 32;
/** The signature type of Ed25519. */
const ed25519Type = 0x01;

/**
 * By what a note calls an Ed25519 key: the first four bytes of SHA-256 over name, newline, type and raw key
 * (C2SP signed-note).
 *
 * @param spki SubjectPublicKeyInfo of an Ed25519 key (RFC 8410), which ends in the raw key
 */
export async function noteKeyId(name: string, spki: Uint8Array): Promise<Uint8Array> {
  const raw = spki.subarray(-rawKeyLength);
  const digest = await hash("sha256", toUtf8(`${name}\n`), Uint8Array.of(ed25519Type), raw);
  return digest.subarray(0, keyIdLength);
}

/** A note: the text, which ends in a newline, a blank line, and a line for each signature (C2SP signed-note). */
export function encodeNote({ body, signatures }: SignedNote): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${toBase64(concatBytes(keyId, signature))}\n`,
  );
  return `${body}\n${lines.join("")}`;
}

/** Reads a note. Offsets in errors count UTF-16 code units. */
export function parseNote(note: string): Parsed<SignedNote> {
  if (note.length > longestNote) {
    return broken("limit", "note", longestNote, `at most ${longestNote} characters`, `${note.length}`);
  }
  // oxlint-disable-next-line no-control-regex -- the format forbids just these
  const foreign = note.search(/[\u0000-\u0009\u000b-\u001f]|\p{Cs}/u);
  if (foreign >= 0) return broken("encoding", "note", foreign, "text", "a control character, or half a surrogate pair");
  const end = note.lastIndexOf("\n\n");
  if (end < 0) return broken("truncated", "note", note.length, "a blank line before the signatures", "none");
  const start = end + 2;
  if (start === note.length) return broken("truncated", "signature", start, "at least one signature", "none");
  if (!note.endsWith("\n")) return broken("truncated", "signature", note.length, "a newline", "the end");
  const lines = note.slice(start, -1).split("\n");
  if (lines.length > mostSignatures) {
    return broken("limit", "signature", start, `at most ${mostSignatures}`, `${lines.length}`);
  }
  const signatures: NoteSignature[] = [];
  let offset = start;
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === undefined) return broken("encoding", "signature", offset, "— NAME BASE64", JSON.stringify(line));
    signatures.push(signature);
    offset += line.length + 1;
  }
  return { ok: true, value: { body: note.slice(0, end + 1), signatures } };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, text] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
  const decoded = fromBase64("signature", text ?? "");
  if (name === undefined || !decoded.ok || decoded.value.length <= keyIdLength) return undefined;
  return { name, keyId: decoded.value.subarray(0, keyIdLength), signature: decoded.value.subarray(keyIdLength) };
}

function broken(code: MalformedCode, field: string, offset: number, expected: string, actual: string): Parsed<never> {
  return { ok: false, error: { code, field, offset, expected, actual } };
}

/** What is wrong with who signed: nobody that is known; or, in the name of a known key, somebody else. */
export type SignatureProblem = "unknown-key" | "forged";

/**
 * Which of the known keys signed a note. Signatures of others are left aside; one in the name of a known key that does not
 * hold is a forgery, whatever else is there (C2SP signed-note).
 *
 * @param name by which the keys are known
 * @param keys SubjectPublicKeyInfo of Ed25519 keys
 * @returns the key that signed, or what is wrong
 */
export async function verifyNote(
  { body, signatures }: SignedNote,
  name: string,
  keys: readonly Uint8Array[],
): Promise<Uint8Array | SignatureProblem> {
  let signer: Uint8Array | undefined;
  for (const spki of keys) {
    const key = await importPublicKey(spki);
    if (key?.type !== "ed25519") continue;
    const id = toBase64(await noteKeyId(name, spki));
    for (const { signature } of signatures.filter((line) => line.name === name && toBase64(line.keyId) === id)) {
      if (!(await verifySignature({ kind: "ed25519" }, key, toUtf8(body), signature))) return "forged";
      signer ??= spki;
    }
  }
  return signer ?? "unknown-key";
}
