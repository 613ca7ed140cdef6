/**
 * Message identifiers, catalogues per language, and their rendering.
 *
 * Logic never writes prose: it returns a {@link Message} (an identifier and values), and whoever speaks to a person
 * renders it in that person's language. Each room keeps its texts in `locales/en.ts` and `locales/ja.ts`.
 */
export { defineCatalogue, type Catalogue, type CatalogueTexts } from "./catalogue.ts";
export { chooseLocale, locales, type Locale } from "./locale.ts";
export { message, type Message, type MessageValues } from "./message.ts";
export { createRenderer, spelledOut, type Renderer } from "./render.ts";
