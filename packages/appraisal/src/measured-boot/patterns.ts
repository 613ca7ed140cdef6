/**
 * Whether a text is one that a pattern describes, from its first character to its last: `{machine}` stands for the machine's
 * identifier, `{*}` for any run of characters without white space, quotes or backslashes (also an empty one), everything
 * else for itself.
 *
 * Each pattern takes time in proportion to the text: whoever writes a log chooses its texts, and a regular expression with
 * two wildcards could be kept busy for minutes.
 */
export function fitsPatterns(text: string, patterns: readonly string[], machineId: string): boolean {
  return patterns.some((pattern) => fits(text, pattern.replaceAll("{machine}", machineId).split("{*}")));
}

/** Whether the text is these literals in their order, the first at its start and the last at its end, with such runs between. */
function fits(text: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let end = first.length;
  for (const literal of others) {
    // The first place will do: what is between it and a later one in the same run is part of that run, too.
    const start = text.indexOf(literal, end);
    if (start < 0 || !isRun(text.slice(end, start))) return false;
    end = start + literal.length;
  }
  const start = text.length - last.length;
  return start >= end && isRun(text.slice(end, start));
}

function isRun(text: string): boolean {
  return !/[\s"'\\]/.test(text);
}
