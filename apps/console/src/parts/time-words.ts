import type { Locale } from "@sekisho/messages";

/** Making a formatter takes longer than drawing a row of a list. */
const moments: Readonly<Record<Locale, Intl.DateTimeFormat>> = {
  // British dates: the day before the month, and 24 hours, as in logs.
  en: new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" }),
  ja: new Intl.DateTimeFormat("ja-JP", { dateStyle: "medium", timeStyle: "medium" }),
};
const distances: Readonly<Record<Locale, Intl.RelativeTimeFormat>> = {
  en: new Intl.RelativeTimeFormat("en-GB", { numeric: "always" }),
  ja: new Intl.RelativeTimeFormat("ja-JP", { numeric: "always" }),
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A moment in the reader's own time zone ("23 Nov 2026, 16:20:05"). */
export function formatMoment(at: string | number, locale: Locale): string {
  return moments[locale].format(new Date(at));
}

/** How long ago it was, or how long until it is, in the largest unit that says something ("3 minutes ago", "in 2 days"). */
export function sinceText(at: number, now: number, locale: Locale, justNow: string): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < 10 * second) return justNow;
  const [unit, length] = unitOf(size);
  // numeric "always": "1 day ago" can be compared with what stands above it, "yesterday" can't.
  return distances[locale].format(Math.trunc(distance / length), unit);
}

function unitOf(size: number): ["second" | "minute" | "hour" | "day", number] {
  if (size < minute) return ["second", second];
  if (size < hour) return ["minute", minute];
  return size < day ? ["hour", hour] : ["day", day];
}

/** A span of time in its two largest units ("4 min 12 s", "2 h 5 min"). Negative spans are zero. */
export function spanText(milliseconds: number, locale: Locale): string {
  const seconds = Math.max(0, Math.floor(milliseconds / second));
  const parts: [number, "day" | "hour" | "minute" | "second"][] = [
    [Math.floor(seconds / 86_400), "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
    [seconds % 60, "second"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const shown = first === -1 ? parts.slice(-1) : parts.slice(first, first + 2);
  return shown
    .map(([count, unit]) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(count))
    .join(" ");
}

/** A number as the reader's language writes it ("10,000"). */
export function formatNumber(value: number, locale: Locale): string {
  return new Intl.NumberFormat(tag(locale)).format(value);
}

/** British dates: the day before the month, and 24 hours, as in logs. */
function tag(locale: Locale): string {
  return locale === "ja" ? "ja-JP" : "en-GB";
}
