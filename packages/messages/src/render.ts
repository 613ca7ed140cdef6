import type { Catalogue } from "./catalogue.ts";
import type { Locale } from "./locale.ts";
import type { Message } from "./message.ts";

/** Turns a message into a sentence of one language. */
export type Renderer = (message: Message) => string;

/**
 * A renderer over several rooms' catalogues.
 *
 * A message that no catalogue knows is shown by its identifier and values, so that nothing is hidden from the reader. Values
 * are often a stranger's words (a claimed command line, a certificate's name): their control characters are spelled out, so
 * that none of them moves a terminal's cursor, begins a line of its own or turns the reading direction.
 */
export function createRenderer(locale: Locale, catalogues: readonly Catalogue[]): Renderer {
  const texts = new Map(catalogues.flatMap((catalogue) => Object.entries(catalogue[locale])));
  return ({ id, values }) => {
    const text = texts.get(id);
    if (text === undefined) return spelledOut(`${id} ${JSON.stringify(values)}`);
    return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) =>
      spelledOut(String(values[name] ?? placeholder)),
    );
  };
}

/** A text whose control characters are shown by their code points ("\u{1b}"), and a line break as "\n". */
export function spelledOut(text: string): string {
  return text
    .replaceAll(/\r?\n/g, String.raw`\n`)
    .replaceAll(
      /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
      (character) => String.raw`\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
    );
}
