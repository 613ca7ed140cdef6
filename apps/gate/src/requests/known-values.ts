import type { MeasuredBoot, MeasuredLaunch, ReferenceValue } from "@sekisho/reference-values";
import { measuredBootIdentifier, recordsBoots, type Machine } from "@sekisho/release";

/** Everything of a machine that is known to be good. */
export type KnownValues = {
  readonly referenceValues: readonly ReferenceValue[];
  readonly measuredLaunches: readonly MeasuredLaunch[];
  readonly measuredBoots: readonly MeasuredBoot[];
};

export function knownValuesOf({ referenceValues, measuredLaunches = [], measuredBoots = [] }: Machine): KnownValues {
  return { referenceValues, measuredLaunches, measuredBoots };
}

/** The machine with these values; one whose boots no registers record has no measured ones. */
export function withValues(machine: Machine, values: KnownValues): Machine {
  const referenceValues = [...values.referenceValues];
  if (!recordsBoots(machine)) return { ...machine, referenceValues };
  const { measuredLaunches, measuredBoots } = values;
  return { ...machine, referenceValues, measuredLaunches: [...measuredLaunches], measuredBoots: [...measuredBoots] };
}

/** The values with others added: launches that are known by their digest, and boots by what they measure, stay as they are. */
export async function withKnownValues(present: KnownValues, added: KnownValues): Promise<KnownValues> {
  const digest = ({ launchDigest }: { readonly launchDigest: string }): Promise<string> =>
    Promise.resolve(launchDigest);
  return {
    referenceValues: await union(present.referenceValues, added.referenceValues, digest),
    measuredLaunches: await union(present.measuredLaunches, added.measuredLaunches, digest),
    measuredBoots: await union(present.measuredBoots, added.measuredBoots, measuredBootIdentifier),
  };
}

async function union<T>(
  present: readonly T[],
  added: readonly T[],
  nameOf: (value: T) => Promise<string>,
): Promise<readonly T[]> {
  const all = new Map<string, T>();
  for (const value of [...present, ...added]) {
    const name = await nameOf(value);
    if (!all.has(name)) all.set(name, value);
  }
  return [...all.values()];
}

/** The values without the one of this digest; undefined when there is none. */
export async function withoutKnownValue(present: KnownValues, digest: string): Promise<KnownValues | undefined> {
  const others = ({ launchDigest }: { readonly launchDigest: string }): boolean => launchDigest !== digest;
  const names = await Promise.all(present.measuredBoots.map(measuredBootIdentifier));
  const kept = {
    referenceValues: present.referenceValues.filter(others),
    measuredLaunches: present.measuredLaunches.filter(others),
    measuredBoots: present.measuredBoots.filter((_, index) => names[index] !== digest),
  };
  return countOf(kept) < countOf(present) ? kept : undefined;
}

function countOf(values: KnownValues): number {
  return values.referenceValues.length + values.measuredLaunches.length + values.measuredBoots.length;
}
