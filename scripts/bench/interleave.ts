import { median, medianRatio } from "./statistics.ts";

/** What is measured: one call is one operation. */
export type Operation = () => unknown;

/** How long to measure. */
export type Effort = {
  /** How often floor and subject take turns. */
  readonly rounds: number;
  /** Milliseconds after which no further round begins, as long as there have been {@link fewestRounds}. */
  readonly atMostMs: number;
  /** How long one turn lasts, about, in milliseconds; at least one operation. */
  readonly batchMs: number;
  /** How long each runs before anything counts, so that it is compiled and cached as in a process that has run for a while. */
  readonly warmUpMs: number;
};

/** Milliseconds since any moment. */
export type Stopwatch = () => number;

/** Medians over the rounds: milliseconds for one operation, and how many times the floor that is. */
export type Comparison = { readonly ms: number; readonly floorMs: number; readonly ratio: number };

/** A median of fewer rounds would say little. */
const fewestRounds = 5;

const usual: Effort = { rounds: 250, atMostMs: 8_000, batchMs: 8, warmUpMs: 2000 };
const now: Stopwatch = () => performance.now();

/**
 * Measures an operation against a floor. They take turns, each round in the other order, so that a busy machine slows both.
 */
export async function compare(
  floor: Operation,
  subject: Operation,
  effort: Partial<Effort> = {},
  stopwatch: Stopwatch = now,
): Promise<Comparison> {
  const { rounds, atMostMs, batchMs, warmUpMs } = { ...usual, ...effort };
  const sides = [
    { operation: floor, times: [] as number[], batch: await batchOf(floor, batchMs, warmUpMs, stopwatch) },
    { operation: subject, times: [] as number[], batch: await batchOf(subject, batchMs, warmUpMs, stopwatch) },
  ] as const;
  const begin = stopwatch();
  for (let round = 0; round < rounds; round++) {
    if (round >= fewestRounds && stopwatch() - begin > atMostMs) break;
    for (const { operation, times, batch } of round % 2 === 0 ? sides : sides.toReversed()) {
      times.push(await timeOf(operation, batch, stopwatch));
    }
  }
  const [{ times: floorTimes }, { times }] = sides;
  return { ms: median(times), floorMs: median(floorTimes), ratio: medianRatio(times, floorTimes) };
}

/** How many operations fill a batch, as seen while warming up. */
async function batchOf(operation: Operation, batchMs: number, warmUpMs: number, stopwatch: Stopwatch): Promise<number> {
  const begin = stopwatch();
  let operations = 0;
  let elapsed: number;
  do {
    await operation();
    operations++;
    elapsed = stopwatch() - begin;
  } while (elapsed < warmUpMs);
  return Math.max(1, Math.round((operations * batchMs) / elapsed));
}

/** Milliseconds for one of `count` operations that run one after the other. */
async function timeOf(operation: Operation, count: number, stopwatch: Stopwatch): Promise<number> {
  const begin = stopwatch();
  for (let done = 0; done < count; done++) await operation();
  return (stopwatch() - begin) / count;
}
