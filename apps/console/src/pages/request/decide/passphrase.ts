import { message, type Message } from "@sekisho/messages";

/** The same limit as that of `sekisho enter`. */
export const longestPassphrase = 4096;

/** Something that is typed into and can be emptied: an input element. */
export type Typed = { value: string };

/**
 * Takes a passphrase out of its field: the field is empty afterwards, whatever comes of it. A browser may keep the text that
 * was typed until its memory is used anew; the bytes that go on from here are wiped by who uses them.
 */
export function takePassphrase(field: Typed): { readonly bytes: Uint8Array } | { readonly problem: Message } {
  const bytes = new TextEncoder().encode(field.value);
  field.value = "";
  if (bytes.length === 0) return { problem: message("console.request.enter.empty") };
  if (bytes.length <= longestPassphrase) return { bytes };
  bytes.fill(0);
  return { problem: message("console.request.enter.too-long", { limit: longestPassphrase }) };
}
