import type { Locale } from "./locale.ts";

/** The texts of one room in one language: identifier → text with `{placeholders}`. */
export type CatalogueTexts<Id extends string> = Readonly<Record<Id, string>>;

/** The texts of one room in every language. */
export type Catalogue<Id extends string = string> = Readonly<Record<Locale, CatalogueTexts<Id>>>;

/**
 * Joins the languages of one room. The types demand that every identifier of `en` exists in `ja`, and no other.
 *
 * @throws Error when a text's placeholders differ between the languages (a programming error, found at start-up)
 */
export function defineCatalogue<Id extends string>(
  en: CatalogueTexts<Id>,
  ja: CatalogueTexts<NoInfer<Id>>,
): Catalogue<Id> {
  for (const id of Object.keys(en) as Id[]) {
    const [left, right] = [placeholders(en[id]), placeholders(ja[id])];
    if (left !== right) throw new Error(`message ${id}: placeholders differ: en {${left}}, ja {${right}}`);
  }
  return { en, ja };
}

function placeholders(text: string): string {
  const names = new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name = ""]) => name));
  return [...names].toSorted((left, right) => (left < right ? -1 : 1)).join(", ");
}
