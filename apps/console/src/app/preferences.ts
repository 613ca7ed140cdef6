import { chooseLocale, type Locale } from "@sekisho/messages";
import { createStore, type Store } from "../state/store.ts";

/** `system` follows what the device says. */
export type Theme = "system" | "light" | "dark";

/** What a person chose of how the page looks and speaks. It stays in this browser and is no secret. */
export type Preferences = { readonly locale: Locale; readonly theme: Theme };

/** Where choices are kept: the browser's `localStorage`, or nowhere where it may not be used. */
export type Keep = Pick<Storage, "getItem" | "setItem">;

export const themes: readonly Theme[] = ["system", "light", "dark"];

/** What was chosen before; else the browser's language and the device's theme. */
export function readPreferences(keep: Keep | undefined, languages: readonly string[]): Preferences {
  const locale = keep?.getItem("sekisho.locale") ?? languages[0];
  const theme = keep?.getItem("sekisho.theme") ?? "system";
  return { locale: chooseLocale(locale ?? "en", {}), theme: themes.find((known) => known === theme) ?? "system" };
}

function browserKeep(): Keep | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

const keep = browserKeep();

export const preferences: Store<Preferences> = createStore(
  readPreferences(keep, typeof navigator === "undefined" ? [] : navigator.languages),
);

/** Changes some of the preferences, for this page at once and for later visits. */
export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.get(), ...change };
  keep?.setItem("sekisho.locale", next.locale);
  keep?.setItem("sekisho.theme", next.theme);
  preferences.set(next);
}

/** Makes the document speak and look as preferred, now and after every change. */
export function applyPreferences(root: HTMLElement): void {
  const apply = () => {
    const { locale, theme } = preferences.get();
    root.lang = locale;
    if (theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
  };
  apply();
  preferences.subscribe(apply);
}
