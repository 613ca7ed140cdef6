/** The named bits of a mask; bits without a name stay, in their places, in `reserved`. */
export type FlagBits<Name extends string> = Readonly<Record<Name, boolean>> & {
  readonly reserved: bigint;
  /** All bits. */
  readonly raw: bigint;
};

/** Names the bits of `raw`, each by its position. Bits that no name is known for are kept: newer processors give them meanings. */
export function readFlagBits<Name extends string>(
  raw: bigint,
  positions: Readonly<Record<Name, bigint>>,
): FlagBits<Name> {
  const bits = Object.entries<bigint>(positions);
  const known = bits.reduce((mask, [, position]) => mask | (1n << position), 0n);
  const named = Object.fromEntries(bits.map(([name, position]) => [name, ((raw >> position) & 1n) === 1n]));
  return { ...(named as Record<Name, boolean>), reserved: raw & ~known, raw };
}
