/**
 * A moment as checks show it: `Date.toISOString`, which takes as long as many a check, and each moment is shown several times:
 * that of the verification by every check of dates, those of certificates and documents by every verification.
 *
 * @throws RangeError for an invalid date
 */
export function dateText(date: Date): string {
  const moment = date.getTime();
  const known = texts.get(moment);
  if (known !== undefined) return known;
  const text = date.toISOString();
  if (texts.size >= mostTexts) texts.clear();
  texts.set(moment, text);
  return text;
}

const mostTexts = 1024;
const texts = new Map<number, string>();
