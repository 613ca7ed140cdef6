/** Two characters of Unicode's private use, which no text of ours holds: a placeholder's name stands between them. */
const [before, after] = ["\uE000", "\uE001"];

/**
 * Puts elements where a text has its placeholders.
 *
 * @param render fills the text's placeholders with the values that it is given
 * @returns the text's parts and the elements, in the text's own order, which differs between languages
 */
export function interleave<T>(
  render: (values: Readonly<Record<string, string>>) => string,
  elements: Readonly<Record<string, T>>,
): (string | T)[] {
  const names = Object.keys(elements);
  const marked = render(Object.fromEntries(names.map((name) => [name, `${before}${name}${after}`])));
  return marked
    .split(new RegExp(`${before}(\\w+)${after}`))
    .map((part, index) => (index % 2 === 0 ? part : (elements[part] ?? part)))
    .filter((part) => part !== "");
}
