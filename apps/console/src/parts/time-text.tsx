import { useTexts } from "../app/texts.ts";
import { useNow } from "../state/now.ts";
import { formatMoment, sinceText, spanText } from "./time-words.ts";

/** A moment as a date and time of the reader's place and language; with `relative` as "3 minutes ago", and the date on demand. */
export function TimeText({ at, relative = false }: { readonly at: string; readonly relative?: boolean }) {
  const { locale, t } = useTexts();
  const now = useNow(relative ? 10_000 : 3_600_000);
  const exact = formatMoment(at, locale);
  return (
    <time dateTime={at} title={relative ? exact : undefined}>
      {relative ? sinceText(Date.parse(at), now, locale, t("console.time.justNow")) : exact}
    </time>
  );
}

/** How long something has lasted ("4 min 12 s"), counted while it is looked at. */
export function Duration({ since }: { readonly since: string }) {
  const { locale } = useTexts();
  const now = useNow(1000);
  return <span class="number">{spanText(now - Date.parse(since), locale)}</span>;
}
