/** From this length on a text is shown without the words that both sides begin or end with. */
const longest = 100;

/** Two long texts as people compare them: the words that differ, and one word around them. `--json` keeps all. */
export function shortened(left: string | null, right: string | null): readonly [string | null, string | null] {
  if (left === null || right === null || Math.max(left.length, right.length) <= longest) return [left, right];
  const [one, other] = [left.split(" "), right.split(" ")];
  const shorter = Math.min(one.length, other.length);
  if (shorter < 3) return [left, right];
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const around = (words: readonly string[]): string => {
    // A word or two left out would save less than it hides.
    const from = start <= 3 ? 0 : start - 1;
    const to = Math.min(words.length, words.length - end + 1);
    return [...(from > 0 ? ["…"] : []), ...words.slice(from, to), ...(to < words.length ? ["…"] : [])].join(" ");
  };
  return [around(one), around(other)];
}
