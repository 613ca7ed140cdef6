import { GrubScriptError, type Word } from "./syntax.ts";

/**
 * A command's words after expansion: variables replaced, unquoted values split at blanks, what is empty and unquoted gone.
 *
 * @param valueOf a variable's value, or the positional parameters of a function by their numbers
 * @throws GrubScriptError for file name patterns, whose expansion depends on the disk
 */
export function expandWords(words: readonly Word[], valueOf: (name: string) => string, line: number): string[] {
  return words.flatMap((word) => expandWord(word, valueOf, line));
}

function expandWord(word: Word, valueOf: (name: string) => string, line: number): string[] {
  const fields: string[] = [];
  let open: string | undefined;
  for (const part of word) {
    if (part.kind === "text") {
      if (!part.quoted && /[*?]/.test(part.text)) throw new GrubScriptError(line, part.text);
      open = (open ?? "") + part.text;
      continue;
    }
    const value = valueOf(part.name);
    if (part.quoted) {
      open = (open ?? "") + value;
      continue;
    }
    if (/[*?]/.test(value)) throw new GrubScriptError(line, value);
    for (const [index, field] of value.split(/[ \t\n]+/).entries()) {
      if (index > 0 && open !== undefined) {
        fields.push(open);
        open = undefined;
      }
      if (field !== "") open = (open ?? "") + field;
    }
  }
  return open === undefined ? fields : [...fields, open];
}
