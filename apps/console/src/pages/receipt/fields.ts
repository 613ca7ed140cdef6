import type { LogEntry } from "@sekisho/release/log";

/** A field of an entry, as its bytes have it. `digest`: hexadecimal, to be compared and copied. */
export type EntryField = { readonly name: string; readonly text: string; readonly digest: boolean };

/** What the page tells in words of its own. */
const told = new Set(["version", "kind", "time", "actor"]);

/** The other fields of an entry, by the names that its bytes have; what is null is left out. */
export function fieldsOf(entry: LogEntry): readonly EntryField[] {
  return Object.entries(entry)
    .filter(([name, value]) => !told.has(name) && value !== null)
    .map(([name, value]) => {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      return { name, text, digest: /^[0-9a-f]{64}$/.test(text) };
    });
}
