import { message, type Message } from "@sekisho/messages";

/** How one kernel command line differs from another, word by word. All lists keep the order of their command line. */
export type CommandLineDifference = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Words that both have, at another place: the kernel and init look at some parameters in their order. */
  readonly moved: readonly string[];
};

/** The comparison in order takes words × words steps; beyond this many, the command lines are compared as sets. */
const mostSteps = 65_536;

/** The words of a kernel command line: split at white space, but not inside double quotes, as the kernel splits them. */
export function commandLineWords(commandLine: string): readonly string[] {
  return commandLine.match(/(?:"[^"]*(?:"|$)|[^\s"])+/g) ?? [];
}

/** Compares two command lines word by word, in their order. */
export function compareCommandLines(expected: string, actual: string): CommandLineDifference {
  const [left, right] = [commandLineWords(expected), commandLineWords(actual)];
  const common = left.length * right.length > mostSteps ? [] : longestCommon(left, right);
  const leftOver = without(left, common);
  const rightOver = without(right, common);
  const moved = rightOver.filter(takeFrom(leftOver));
  return { added: without(rightOver, moved), removed: without(leftOver, moved), moved };
}

/** The sentence about a difference of two command lines ('adds "init=/bin/sh"'). */
export function commandLineMessage(expected: string, actual: string): Message {
  const { added, removed, moved } = compareCommandLines(expected, actual);
  const values = { added: quoted(added), removed: quoted(removed), moved: quoted(moved) };
  if (added.length > 0 && removed.length > 0) return message("explain.command-line.changes", values);
  if (added.length > 0) return message("explain.command-line.adds", values);
  if (removed.length > 0) return message("explain.command-line.drops", values);
  if (moved.length > 0) return message("explain.command-line.moves", values);
  return message("explain.command-line.spaces");
}

function quoted(words: readonly string[]): string {
  return words.map((word) => JSON.stringify(word)).join(" ");
}

/** `words` without those of `others`; one occurrence there takes away one here, the first. */
function without(words: readonly string[], others: readonly string[]): readonly string[] {
  const takes = takeFrom(others);
  return words.filter((word) => !takes(word));
}

/** A predicate that holds for each word as often as it stands in `words`. */
function takeFrom(words: readonly string[]): (word: string) => boolean {
  const left = new Map<string, number>();
  for (const word of words) left.set(word, (left.get(word) ?? 0) + 1);
  return (word) => {
    const count = left.get(word) ?? 0;
    if (count > 0) left.set(word, count - 1);
    return count > 0;
  };
}

/** The longest list of words that stand in both, in the same order (dynamic programming over suffixes). */
function longestCommon(left: readonly string[], right: readonly string[]): readonly string[] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * width + j] ?? 0;
      const beside = lengths[i * width + j + 1] ?? 0;
      const diagonal = lengths[(i + 1) * width + j + 1] ?? 0;
      lengths[i * width + j] = left[i] === right[j] ? diagonal + 1 : Math.max(below, beside);
    }
  }
  const common: string[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const word = left[i];
    if (word !== undefined && word === right[j]) {
      common.push(word);
      i++;
      j++;
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return common;
}
