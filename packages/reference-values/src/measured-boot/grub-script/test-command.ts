/** Asks about files; a test of a file's size reads it, which measures it. */
export type FileTests = {
  readonly exists: (path: string) => Promise<boolean>;
  readonly hasContent: (path: string) => Promise<boolean>;
};

/**
 * GRUB's `test` and `[`: whether the expression holds. `-a` binds closer than `-o`; comparisons of strings, `-z`, `-n`, `-f`, `-e`,
 * `-s` and `!` are understood.
 *
 * @returns undefined for an expression with anything else
 */
export async function evaluateTest(words: readonly string[], files: FileTests): Promise<boolean | undefined> {
  const alternatives = splitAt(words, "-o").map((alternative) => splitAt(alternative, "-a"));
  let holds = false;
  for (const conditions of alternatives) {
    let all = true;
    for (const condition of conditions) {
      // GRUB evaluates every part, also where the outcome is clear already.
      const one = await evaluateCondition(condition, files);
      if (one === undefined) return undefined;
      all &&= one;
    }
    holds ||= all;
  }
  return holds;
}

async function evaluateCondition(words: readonly string[], files: FileTests): Promise<boolean | undefined> {
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (first === "!") {
    const inner = await evaluateCondition(words.slice(1), files);
    return inner === undefined ? undefined : !inner;
  }
  if (words.length === 3 && second !== undefined && third !== undefined) {
    if (second === "=" || second === "==") return first === third;
    return second === "!=" ? first !== third : undefined;
  }
  if (words.length === 2 && second !== undefined) {
    switch (first) {
      case "-z":
        return second === "";
      case "-n":
        return second !== "";
      case "-f":
      case "-e":
        return await files.exists(second);
      case "-s":
        return await files.hasContent(second);
      default:
        return undefined;
    }
  }
  return words.length === 1 ? first !== "" : undefined;
}

function splitAt(words: readonly string[], separator: string): string[][] {
  const groups: string[][] = [[]];
  for (const word of words) {
    if (word === separator) groups.push([]);
    else groups.at(-1)?.push(word);
  }
  return groups;
}
