type Digested = { readonly digest: string; readonly component: string };
type Pair<Left, Right> = readonly [Left | undefined, Right | undefined];

/** How much comparing in order may still cost: it takes events × events steps. One allowance serves many calls. */
export type Allowance = { steps: number };

/**
 * Puts two lists of events side by side, in their order, so that equal digests face each other where that costs the fewest
 * changes. Only pairs that differ come back: what stands in the same gap is paired if it is about the same component, else
 * each stands alone.
 *
 * @param allowance what the steps are taken from; where too few are left, events are taken place by place
 */
export function align<Left extends Digested, Right extends Digested>(
  left: readonly Left[],
  right: readonly Right[],
  allowance: Allowance,
): readonly Pair<Left, Right>[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start]?.digest === right[start]?.digest) start++;
  let end = 0;
  const shorter = Math.min(left.length, right.length) - start;
  while (end < shorter && left.at(-1 - end)?.digest === right.at(-1 - end)?.digest) end++;
  const [inLeft, inRight] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  const steps = inLeft.length * inRight.length;
  if (steps > allowance.steps) return pairs(inLeft, inRight);
  allowance.steps -= steps;
  return gaps(inLeft, inRight).flatMap(([some, others]) => pairs(some, others));
}

/** The stretches between digests that both have (longest common subsequence, by dynamic programming over suffixes). */
function gaps<Left extends Digested, Right extends Digested>(
  left: readonly Left[],
  right: readonly Right[],
): readonly (readonly [readonly Left[], readonly Right[]])[] {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const [inLeft = none, inRight = none] = numbered(left, right);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const [below, beside] = [lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0];
      const same = inLeft[i] === inRight[j];
      lengths[i * width + j] = same ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, beside);
    }
  }
  const found: (readonly [readonly Left[], readonly Right[]])[] = [];
  let [i, j, fromLeft, fromRight] = [0, 0, 0, 0];
  while (i < left.length && j < right.length) {
    if (inLeft[i] === inRight[j]) {
      found.push([left.slice(fromLeft, i), right.slice(fromRight, j)]);
      i++;
      j++;
      [fromLeft, fromRight] = [i, j];
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  return [...found, [left.slice(fromLeft), right.slice(fromRight)]];
}

const none = new Uint32Array(0);

/** The digests as numbers, equal where they are: those compare in a fraction of the time. */
function numbered(...lists: readonly (readonly Digested[])[]): readonly Uint32Array[] {
  const numbers = new Map<string, number>();
  const numberOf = ({ digest }: Digested): number => {
    const number = numbers.get(digest) ?? numbers.size;
    numbers.set(digest, number);
    return number;
  };
  return lists.map((list) => Uint32Array.from(list, numberOf));
}

function pairs<Left extends Digested, Right extends Digested>(
  left: readonly Left[],
  right: readonly Right[],
): readonly Pair<Left, Right>[] {
  // As many on both sides stand for each other, whatever the log calls them.
  if (left.length === right.length) return left.map((one, index) => [one, right[index]]);
  const rest = [...right];
  const found: Pair<Left, Right>[] = left.map((one) => {
    const index = rest.findIndex(({ component }) => component === one.component);
    const [partner] = index < 0 ? [] : rest.splice(index, 1);
    return [one, partner];
  });
  return [...found, ...rest.map((one): Pair<Left, Right> => [undefined, one])];
}
