import { contextAt } from "./cursor.ts";
import { descriptionOf, keysOf, schemasAt, valuesOf, type JsonSchema } from "./schema.ts";

/** Something that can take the place of what was typed. */
export type Suggestion = {
  /** As the list shows it. */
  readonly text: string;
  readonly about: string | undefined;
  /** What is put into the text from `from` on, up to the caret. */
  readonly insert: string;
  readonly from: number;
};

/** What can be typed at the caret, and what the place is about. */
export type Completion = {
  /** The place as a path ("sev-snp.tcb"); "" at the top. */
  readonly path: string;
  readonly about: string | undefined;
  readonly suggestions: readonly Suggestion[];
};

const step = 2;

/** What the schema allows at the caret. Keys that are there already are left out. */
export function completeAt(text: string, offset: number, root: JsonSchema): Completion {
  const context = contextAt(text, offset);
  if (context === undefined) return { path: "", about: undefined, suggestions: [] };
  const { path, place, word, from, siblings, indent } = context;
  const schemas = schemasAt(root, path);
  const found: Suggestion[] = [];
  if (place === "value") {
    const begun = text.slice(text.lastIndexOf("\n", from - 1) + 1, from);
    const quote = /[[,-]\s*$|:\s+$/.test(begun) ? valueText : String;
    found.push(...valuesOf(schemas).map(({ text: one, about }) => ({ text: one, about, insert: quote(one), from })));
  }
  if (place === "key" || path.at(-1) === "[]") {
    for (const { text: key, about, opens } of keysOf(schemas, root)) {
      if (siblings.includes(key)) continue;
      const insert = opens ? `${key}:\n${" ".repeat(indent + step)}` : `${key}: `;
      found.push({ text: key, about, insert, from });
    }
  }
  const suggestions = found.filter((one) => one.text !== word && one.text.toLowerCase().startsWith(word.toLowerCase()));
  return { path: path.join(".").replaceAll(".[]", "[]"), about: descriptionOf(schemas), suggestions };
}

/** A value as YAML takes it for the text that it is. */
function valueText(value: string): string {
  return /^[a-zA-Z][\w-]*$|^\d+$/.test(value) ? value : JSON.stringify(value);
}
