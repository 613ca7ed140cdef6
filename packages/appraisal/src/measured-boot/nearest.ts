import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import { align } from "./align.ts";
import type { Comparison } from "./compare.ts";
import type { LoggedEvent } from "./log.ts";

/** One place where a log and a known boot differ: another event, one that is missing, or one too many. */
export type Difference = {
  readonly pcr: number;
  readonly known: MeasuredEvent | undefined;
  readonly logged: LoggedEvent | undefined;
  /** The measured texts behind both, where they are known to hash to the digests. */
  readonly knownText: string | undefined;
  readonly loggedText: string | undefined;
};

/** A known boot, and how the log differs from it in some of its PCRs. */
export type NearBoot = { readonly boot: MeasuredBoot; readonly differences: readonly Difference[] };

/**
 * The known boots that are nearest to the log, one after the other until each of these PCRs is looked at: those with the
 * fewest differing events first.
 */
export async function nearestBoots(
  known: readonly MeasuredBoot[],
  pcrs: readonly number[],
  comparison: Comparison,
): Promise<readonly NearBoot[]> {
  const all: NearBoot[] = [];
  for (const boot of known) {
    const differences = await differencesOf(boot, comparison);
    if (differences.length > 0) all.push({ boot, differences });
  }
  const nearest: NearBoot[] = [];
  let open = pcrs;
  while (open.length > 0) {
    const [next] = all
      .filter(({ boot }) => boot.pcrs.some((pcr) => open.includes(pcr)))
      .toSorted((left, right) => weight(left, open) - weight(right, open));
    if (next === undefined) break;
    const looked = open;
    nearest.push({ ...next, differences: next.differences.filter(({ pcr }) => looked.includes(pcr)) });
    open = open.filter((pcr) => !next.boot.pcrs.includes(pcr));
  }
  return nearest;
}

/** Differing events, and PCRs that the boot leaves open, which count like one each. */
function weight({ boot, differences }: NearBoot, open: readonly number[]): number {
  return differences.length + open.filter((pcr) => !boot.pcrs.includes(pcr)).length;
}

async function differencesOf(boot: MeasuredBoot, comparison: Comparison): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const pcr of boot.pcrs) {
    const known = boot.events.filter((event) => event.pcr === pcr);
    const logged = comparison.logged(pcr);
    for (const [left, right] of align(known, logged)) {
      if (left !== undefined && right !== undefined && (await comparison.fits(left, right))) continue;
      const knownText = left === undefined ? undefined : await comparison.textOf(left.digest, left.name);
      const loggedText = right === undefined ? undefined : await comparison.textOf(right.digest, right.name);
      found.push({ pcr, known: left, logged: right, knownText, loggedText });
    }
  }
  return found;
}
