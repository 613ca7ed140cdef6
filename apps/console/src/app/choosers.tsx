import { locales } from "@sekisho/messages";
import { useStore } from "../state/use-store.ts";
import { prefer, preferences, themes } from "./preferences.ts";
import { useTexts } from "./texts.ts";
import "./choosers.css";

/** Each language in its own words: who looks for it can read these alone. */
export const languages = { en: "English", ja: "日本語" } as const;

/** Language and appearance, within reach on every page. */
export function Choosers() {
  const { t } = useTexts();
  const { locale, theme } = useStore(preferences);
  return (
    <div class="choosers">
      <fieldset class="segments">
        <legend class="unseen">{t("console.shell.language")}</legend>
        {locales.map((one) => (
          <label key={one} lang={one}>
            <input type="radio" name="locale" checked={one === locale} onChange={() => prefer({ locale: one })} />
            <span>{languages[one]}</span>
          </label>
        ))}
      </fieldset>
      <fieldset class="segments">
        <legend class="unseen">{t("console.shell.theme")}</legend>
        {themes.map((one) => (
          <label key={one}>
            <input type="radio" name="theme" checked={one === theme} onChange={() => prefer({ theme: one })} />
            <span>{t(`console.theme.short.${one}`)}</span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}
