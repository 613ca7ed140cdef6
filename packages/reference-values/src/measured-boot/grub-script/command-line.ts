/**
 * A kernel's command line as GRUB writes it from a command's words: quotes and backslashes escaped, words with blanks in quotes.
 */
export function loaderCommandLine(words: readonly string[]): string {
  return words.map((word) => (word.includes(" ") ? `"${escape(word)}"` : escape(word))).join(" ");
}

/** A backslash that begins a character by its number ("\x20") stays as it is. */
function escape(word: string): string {
  return word.replaceAll(/\\x[0-9A-Fa-f]{2}|[\\'"]/g, (found) => (found.length > 1 ? found : `\\${found}`));
}
