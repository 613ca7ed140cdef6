import {
  createRenderer,
  message,
  type Catalogue,
  type Locale,
  type Message,
  type MessageValues,
} from "@sekisho/messages";
import { releaseCatalogue } from "@sekisho/release/locales";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { consoleCatalogue } from "../locales/index.ts";
import { createStore } from "../state/store.ts";
import { useStore } from "../state/use-store.ts";
import { preferences } from "./preferences.ts";
import { interleave } from "./interleave.ts";

/** The rooms whose texts have been loaded. Pages bring their own with them. */
const catalogues = createStore<readonly Catalogue[]>([consoleCatalogue, releaseCatalogue]);

/** Adds texts that came with a page or with the verifier. */
export function addCatalogues(more: readonly Catalogue[]): void {
  const before = catalogues.get();
  const fresh = more.filter((one) => !before.includes(one));
  if (fresh.length > 0) catalogues.set([...before, ...fresh]);
}

/** How a component speaks to its reader. */
export type Texts = {
  readonly locale: Locale;
  /** A text of the catalogues: by its identifier, with values for its placeholders. */
  readonly t: (id: string, values?: MessageValues) => string;
  /** A message that logic made: a check's detail, a problem, a refusal. */
  readonly render: (message: Message) => string;
  /** A text in which elements take the place of the placeholders. */
  readonly rich: (id: string, elements: Readonly<Record<string, ComponentChildren>>) => ComponentChildren;
};

/** Texts in the language that the person prefers. */
export function useTexts(): Texts {
  const { locale } = useStore(preferences);
  const known = useStore(catalogues);
  return useMemo(() => createTexts(locale, known), [locale, known]);
}

/** Texts of some catalogues in one language. */
export function createTexts(locale: Locale, known: readonly Catalogue[]): Texts {
  const render = createRenderer(locale, known);
  return {
    locale,
    render,
    t: (id, values = {}) => render(message(id, values)),
    rich: (id, elements) => interleave((marked) => render(message(id, marked)), elements),
  };
}

/** The renderer of this moment, for what is no component: the document's title, an announcement. */
export function currentTexts(): Texts {
  return createTexts(preferences.get().locale, catalogues.get());
}
