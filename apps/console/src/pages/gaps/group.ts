import type { MachineSummary } from "@sekisho/release";

/** Machines that have the same gaps, as far as their kind decides it. */
export type Kind = {
  readonly cloud: string | null;
  readonly technology: MachineSummary["technology"];
  readonly bootKind: MachineSummary["bootKind"];
  readonly count: number;
  /** The one whose newest evidence speaks for all of them: of the newest accepted request, or else of any. */
  readonly sample: MachineSummary;
};

/** The kinds of machines, the most frequent first. */
export function kindsOf(machines: readonly MachineSummary[]): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const machine of machines) {
    const { cloud, technology, bootKind } = machine;
    const key = JSON.stringify([cloud, technology, bootKind]);
    const before = kinds.get(key);
    const sample = before === undefined || speaksBetter(machine, before.sample) ? machine : before.sample;
    kinds.set(key, { cloud, technology, bootKind, count: (before?.count ?? 0) + 1, sample });
  }
  return [...kinds.values()].toSorted((left, right) => right.count - left.count || weight(right) - weight(left));
}

function speaksBetter(one: MachineSummary, other: MachineSummary): boolean {
  const [left, right] = [Number(one.boots > 0), Number(other.boots > 0)];
  return left === right ? (one.newest?.number ?? 0) > (other.newest?.number ?? 0) : left > right;
}

function weight({ sample }: Kind): number {
  return sample.newest?.number ?? 0;
}
