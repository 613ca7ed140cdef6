import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import { align } from "./align.ts";
import type { Comparison } from "./compare.ts";
import type { LoggedEvent } from "./log.ts";
import { isTextOf } from "./texts.ts";

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

/** So many differences are told at most: a log can have thousands of foreign events. */
const mostTold = 64;

/**
 * The known boots that are nearest to the log, one after the other until each of these PCRs is looked at: those with the
 * fewest differing events first.
 */
export async function nearestBoots(
  known: readonly MeasuredBoot[],
  pcrs: readonly number[],
  comparison: Comparison,
): Promise<readonly NearBoot[]> {
  const all: Aligned[] = [];
  for (const boot of known) {
    const places = await placesOf(boot, comparison);
    if (places.length > 0) all.push({ boot, places });
  }
  const nearest: NearBoot[] = [];
  let open = pcrs;
  while (open.length > 0) {
    const looked = open;
    const [next] = all
      .filter(({ boot }) => boot.pcrs.some((pcr) => looked.includes(pcr)))
      .toSorted((left, right) => weight(left, looked) - weight(right, looked));
    if (next === undefined) break;
    const { boot } = next;
    const places = next.places.filter(({ pcr }) => looked.includes(pcr)).slice(0, mostTold);
    nearest.push({ boot, differences: await Promise.all(places.map((place) => withTexts(place, comparison))) });
    open = open.filter((pcr) => !boot.pcrs.includes(pcr));
  }
  return nearest;
}

type Place = Pick<Difference, "pcr" | "known" | "logged">;
type Aligned = { readonly boot: MeasuredBoot; readonly places: readonly Place[] };

/** Differing events, and PCRs that the boot leaves open, which count like one each. */
function weight({ boot, places }: Aligned, open: readonly number[]): number {
  return places.length + open.filter((pcr) => !boot.pcrs.includes(pcr)).length;
}

async function placesOf(boot: MeasuredBoot, comparison: Comparison): Promise<readonly Place[]> {
  const found: Place[] = [];
  for (const pcr of boot.pcrs) {
    const events = boot.events.filter((event) => event.pcr === pcr);
    for (const [known, logged] of align(events, comparison.logged(pcr))) {
      if (known !== undefined && logged !== undefined && (await comparison.fits(known, logged))) continue;
      found.push({ pcr, known, logged });
    }
  }
  return found;
}

async function withTexts(place: Place, comparison: Comparison): Promise<Difference> {
  const { known, logged } = place;
  const isText = known !== undefined && (await isTextOf(known.name, known.digest));
  const loggedText = logged === undefined ? undefined : await comparison.textOf(logged);
  return { ...place, knownText: isText ? known.name : undefined, loggedText };
}
