/** The languages that every user-facing message exists in. */
export const locales = ["en", "ja"] as const;
export type Locale = (typeof locales)[number];

/**
 * Chooses the language a person reads.
 *
 * @param wanted what the person asked for on the command line, if anything ("ja", "en")
 * @param environment LC_ALL, LC_MESSAGES and LANG are looked at in this order, as POSIX says
 */
export function chooseLocale(wanted: string | undefined, environment: Record<string, string | undefined>): Locale {
  const name = wanted ?? environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? "";
  return name.toLowerCase().startsWith("ja") ? "ja" : "en";
}
