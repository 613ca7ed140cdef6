/** A word as a POSIX shell reads it back: quoted only where it has to be. */
export function quoteWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command for a shell, one option on each line. */
export function shellCommand(program: string, words: readonly string[]): string {
  const lines = [quoteWord(program)];
  for (const word of words) {
    const previous = lines.length - 1;
    if (previous === 0 || word.startsWith("-")) lines.push(quoteWord(word));
    else lines[previous] = `${lines[previous] ?? ""} ${quoteWord(word)}`;
  }
  return `${lines.join(" \\\n  ")}\n`;
}
