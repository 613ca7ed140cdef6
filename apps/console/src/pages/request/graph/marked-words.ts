/** A run of text, and whether the other side has it not. */
export type Span = { readonly text: string; readonly changed: boolean };

export type MarkedWords = { readonly expected: readonly Span[]; readonly came: readonly Span[] };

/** Beyond this many words on both sides multiplied, texts are marked between what they begin and end with alike. */
const mostSteps = 250_000;

/**
 * Marks what two texts don't have in common: word by word, and within a single hexadecimal word nothing finer, since one
 * digest resembles another by chance alone. Joined again, each side's spans give its text.
 */
export function markWords(expected: string, came: string): MarkedWords {
  const [left, right] = [wordsOf(expected), wordsOf(came)];
  const start = commonStart(left, right);
  const end = commonEnd(left.slice(start), right.slice(start));
  const [leftRest, rightRest] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  const common = commonWords(leftRest, rightRest);
  const side = (all: readonly string[], rest: readonly string[], kept: ReadonlySet<number>): readonly Span[] =>
    joined(
      all.map((text, index) => {
        const within = index - start;
        const changed = within >= 0 && within < rest.length && !kept.has(within);
        return { text, changed };
      }),
    );
  return { expected: side(left, leftRest, common.left), came: side(right, rightRest, common.right) };
}

/** Words and the white space between them, so that joined they give the text. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s+|(?:"[^"]*(?:"|$)|[^\s"])+/g) ?? [];
}

function commonStart(left: readonly string[], right: readonly string[]): number {
  const differs = left.findIndex((word, index) => word !== right[index]);
  return differs === -1 ? Math.min(left.length, right.length) : differs;
}

function commonEnd(left: readonly string[], right: readonly string[]): number {
  return commonStart(left.toReversed(), right.toReversed());
}

/** Which words of each side stand in the longest list that both have in the same order. */
function commonWords(
  left: readonly string[],
  right: readonly string[],
): { readonly left: ReadonlySet<number>; readonly right: ReadonlySet<number> } {
  const kept = { left: new Set<number>(), right: new Set<number>() };
  if (left.length * right.length > mostSteps) return kept;
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const [below = 0, beside = 0, diagonal = 0] = [i + 1, i, i + 1].map(
        (row, which) => lengths[row * width + j + (which === 0 ? 0 : 1)],
      );
      lengths[i * width + j] = left[i] === right[j] ? diagonal + 1 : Math.max(below, beside);
    }
  }
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      kept.left.add(i++);
      kept.right.add(j++);
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return kept;
}

/** Neighbours that are marked alike become one span; white space between two marked words is marked with them. */
function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const [index, span] of spans.entries()) {
    const between = span.text.trim() === "" && spans[index - 1]?.changed === true && spans[index + 1]?.changed === true;
    const changed = span.changed || between;
    const last = result.at(-1);
    if (last?.changed === changed) result[result.length - 1] = { text: last.text + span.text, changed };
    else result.push({ text: span.text, changed });
  }
  return result;
}
