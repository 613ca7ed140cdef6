import type { Catalogue } from "./catalogue.ts";
import type { Locale } from "./locale.ts";
import type { Message } from "./message.ts";

/** Turns a message into a sentence of one language. */
export type Renderer = (message: Message) => string;

/**
 * A renderer over several rooms' catalogues.
 *
 * A message that no catalogue knows is shown by its identifier and values, so that nothing is hidden from the reader.
 */
export function createRenderer(locale: Locale, catalogues: readonly Catalogue[]): Renderer {
  const texts = new Map(catalogues.flatMap((catalogue) => Object.entries(catalogue[locale])));
  return ({ id, values }) => {
    const text = texts.get(id);
    if (text === undefined) return `${id} ${JSON.stringify(values)}`;
    return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => String(values[name] ?? placeholder));
  };
}
