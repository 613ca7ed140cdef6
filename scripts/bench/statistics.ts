/**
 * The middle value; of an even number, the mean of the two in the middle.
 *
 * @throws RangeError when there are none
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("no values");
  return (lower + upper) / 2;
}

/**
 * The median of how many times longer `subject` took than `floor`, round by round. Noise that lasts longer than a round hits
 * both of its sides, so this is steadier than the ratio of two medians.
 *
 * @param subject what each round took, in the order of the rounds; `floor` likewise
 */
export function medianRatio(subject: readonly number[], floor: readonly number[]): number {
  if (subject.length !== floor.length) throw new RangeError(`${subject.length} rounds beside ${floor.length}`);
  return median(subject.map((value, round) => value / (floor[round] ?? NaN)));
}
