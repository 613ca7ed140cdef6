import { fromBase64, toBase64, type MalformedCode, type Parsed } from "@sekisho/encoding";
import { hashLength, type TreeHead } from "./merkle-tree.ts";
import { parseNote, type SignedNote } from "./note.ts";

/** A tree head with the name of its log ({@link logOriginOf}). */
export type Checkpoint = TreeHead & { readonly origin: string };

/** The name of a gate's log: its address without scheme, and "/log" ("gate.example:8443/log"). */
export function logOriginOf(gateUrl: string): string {
  const { host, pathname } = new URL(gateUrl);
  return `${host}${pathname.replace(/\/+$/, "")}/log`;
}

/** The text of a checkpoint, which is what its log signs (C2SP tlog-checkpoint). */
export function checkpointBody({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads a signed checkpoint; nothing is verified yet. Lines after the root are allowed, and signed too. */
export function parseCheckpoint(text: string): Parsed<{ readonly checkpoint: Checkpoint; readonly note: SignedNote }> {
  const note = parseNote(text);
  if (!note.ok) return note;
  const { body } = note.value;
  const [origin = "", sizeText = "", rootText = "", ...extensions] = body.slice(0, -1).split("\n");
  if (origin === "") return broken("truncated", "origin", 0, "a name", "an empty line");
  const sizeOffset = origin.length + 1;
  const size = Number(sizeText);
  if (!/^(?:0|[1-9][0-9]*)$/.test(sizeText) || !Number.isSafeInteger(size)) {
    return broken("encoding", "size", sizeOffset, "a number", JSON.stringify(sizeText));
  }
  const rootOffset = sizeOffset + sizeText.length + 1;
  const root = fromBase64("root", rootText);
  if (!root.ok || root.value.length !== hashLength) {
    return broken("encoding", "root", rootOffset, `base64 of ${hashLength} bytes`, JSON.stringify(rootText));
  }
  if (extensions.includes("")) {
    return broken("encoding", "extension", rootOffset + rootText.length + 1, "text", "an empty line");
  }
  return { ok: true, value: { checkpoint: { origin, size, root: root.value }, note: note.value } };
}

function broken(code: MalformedCode, field: string, offset: number, expected: string, actual: string): Parsed<never> {
  return { ok: false, error: { code, field, offset, expected, actual } };
}
