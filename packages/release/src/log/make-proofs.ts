import { hashNode } from "./merkle-tree.ts";

/** Gives the root of a full subtree: 2^`level` leaves, the `index`-th of that size. */
export type SubtreeReader = (level: number, index: number) => Promise<Uint8Array>;

/**
 * The hashes that show that a leaf stands at `index` in a tree of `size` leaves, the lowest first (RFC 6962, section 2.1.1).
 *
 * @throws RangeError when there is no such leaf
 */
export async function makeInclusionProof(index: number, size: number, read: SubtreeReader): Promise<Uint8Array[]> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError(`no leaf ${index} of ${size}`);
  const proof: Uint8Array[] = [];
  let [start, length] = [0, size];
  while (length > 1) {
    const left = largestPowerBelow(length);
    if (index < start + left) {
      proof.push(await rangeHash(start + left, length - left, read));
      length = left;
    } else {
      proof.push(await rangeHash(start, left, read));
      [start, length] = [start + left, length - left];
    }
  }
  return proof.toReversed();
}

/**
 * The hashes that show that a tree of `older` leaves was continued to one of `newer` (RFC 6962, section 2.1.2).
 *
 * @throws RangeError when the older one is the larger one
 */
export async function makeConsistencyProof(older: number, newer: number, read: SubtreeReader): Promise<Uint8Array[]> {
  if (!Number.isSafeInteger(older) || older < 0 || older > newer)
    throw new RangeError(`no way from ${older} to ${newer}`);
  if (older === 0 || older === newer) return [];
  const proof: Uint8Array[] = [];
  let [start, length, rest, known] = [0, newer, older, true];
  while (rest < length) {
    const left = largestPowerBelow(length);
    if (rest <= left) {
      proof.push(await rangeHash(start + left, length - left, read));
      length = left;
    } else {
      proof.push(await rangeHash(start, left, read));
      [start, length, rest, known] = [start + left, length - left, rest - left, false];
    }
  }
  // The older root itself is not repeated: who verifies has it.
  if (!known) proof.push(await rangeHash(start, length, read));
  return proof.toReversed();
}

/** The hash over leaves `start` to `start + length`, where `start` is a multiple of the power of two that holds `length`. */
async function rangeHash(start: number, length: number, read: SubtreeReader): Promise<Uint8Array> {
  const [full, level] = largestPower(length);
  const left = await read(level, start / full);
  return full === length ? left : hashNode(left, await rangeHash(start + full, length - full, read));
}

/** The largest power of two that is less than `number`, which is at least 2. */
function largestPowerBelow(number: number): number {
  return largestPower(number - 1)[0];
}

/** The largest power of two up to `number`, and its exponent. Logarithms would round near large powers. */
function largestPower(number: number): readonly [number, number] {
  let [power, exponent] = [1, 0];
  while (power * 2 <= number) [power, exponent] = [power * 2, exponent + 1];
  return [power, exponent];
}
