/** The named bits of a mask; bits without a name stay, in their places, in `reserved`. */
export type FlagBits<Name extends string> = Readonly<Record<Name, boolean>> & {
  readonly reserved: bigint;
  /** All bits. */
  readonly raw: bigint;
};

/**
 * A reader of 64-bit masks whose bits have these names, each by its position. Bits that no name is known for are kept: newer
 * processors give them meanings.
 */
export function flagReader<Name extends string>(
  positions: Readonly<Record<Name, number>>,
): (raw: bigint) => FlagBits<Name> {
  const bits = Object.entries<number>(positions).map(([name, position]) => [name, 1n << BigInt(position)] as const);
  const known = bits.reduce((mask, [, bit]) => mask | bit, 0n);
  return (raw) => {
    const named: Record<string, boolean> = {};
    for (const [name, bit] of bits) named[name] = (raw & bit) !== 0n;
    return { ...(named as Record<Name, boolean>), reserved: raw & ~known, raw };
  };
}
