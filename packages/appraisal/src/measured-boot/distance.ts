import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import type { LoggedEvent } from "./log.ts";

/** How far a log is from a known boot in the registers that the boot speaks for, at least and nearly: see {@link createDistance}. */
export type Distance = (boot: MeasuredBoot) => number;

/**
 * Counts the events that one side has and the other lacks, whatever their order, those of both sides paired. It takes one step
 * for each event of the boot, where putting both side by side takes events × events; so it says which boots are worth that.
 */
export function createDistance(logged: (pcr: number) => readonly LoggedEvent[]): Distance {
  const counted = new Map<number, ReadonlyMap<string, number>>();
  const countsOf = (pcr: number): ReadonlyMap<string, number> => {
    const before = counted.get(pcr);
    if (before !== undefined) return before;
    const counts = countDigests(logged(pcr));
    counted.set(pcr, counts);
    return counts;
  };
  return (boot) => {
    const byPcr = Map.groupBy(boot.events, ({ pcr }) => pcr);
    let distance = 0;
    for (const pcr of boot.pcrs) {
      const known = byPcr.get(pcr) ?? [];
      const common = commonDigests(known, countsOf(pcr));
      distance += Math.max(known.length, logged(pcr).length) - common;
    }
    return distance;
  };
}

type Digested = Pick<MeasuredEvent, "digest">;

function countDigests(events: readonly Digested[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { digest } of events) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return counts;
}

function commonDigests(known: readonly Digested[], logged: ReadonlyMap<string, number>): number {
  let common = 0;
  for (const [digest, count] of countDigests(known)) common += Math.min(count, logged.get(digest) ?? 0);
  return common;
}
