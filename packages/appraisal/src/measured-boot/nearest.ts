import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import { align, type Allowance } from "./align.ts";
import type { Comparison } from "./compare.ts";
import { createDistance } from "./distance.ts";
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
export const mostTold = 64;

/** So many known boots are put side by side with the log at most, for the same registers: whoever writes a log chooses its length. */
const mostAligned = 4;
/** What putting them side by side may cost in all, in steps of `align`. */
const mostSteps = 524_288;

/**
 * The known boots that are nearest to the log, one after the other until each of these PCRs is looked at: those with the
 * fewest differing events first. Only those that have the most events in common with the log are looked at closely.
 *
 * @param known none of which agrees with the log
 */
export async function nearestBoots(
  known: readonly MeasuredBoot[],
  pcrs: readonly number[],
  comparison: Pick<Comparison, "logged" | "fits" | "textOf">,
): Promise<readonly NearBoot[]> {
  const distance = createDistance(comparison.logged);
  const ranked = known.map((boot) => ({ boot, distance: distance(boot) }));
  const allowance = { steps: mostSteps };
  const aligned = new Map<MeasuredBoot, Aligned>();
  const nearest: NearBoot[] = [];
  let open = pcrs;
  while (open.length > 0) {
    const looked = open;
    const left = (boot: MeasuredBoot): number => openRegisters(boot, looked).length;
    const candidates = ranked
      .filter(({ boot }) => left(boot) < looked.length)
      .toSorted((one, other) => one.distance + left(one.boot) - other.distance - left(other.boot))
      .slice(0, mostAligned);
    for (const { boot } of candidates) {
      if (!aligned.has(boot)) aligned.set(boot, { boot, places: await placesOf(boot, comparison, allowance) });
    }
    const [next] = candidates
      .flatMap(({ boot }) => aligned.get(boot) ?? [])
      .toSorted((one, other) => weight(one, looked) - weight(other, looked));
    if (next === undefined) break;
    const { boot } = next;
    const places = next.places.filter(({ pcr }) => looked.includes(pcr)).slice(0, mostTold);
    nearest.push({ boot, differences: await Promise.all(places.map((place) => withTexts(place, comparison))) });
    open = openRegisters(boot, looked);
  }
  return nearest;
}

type Place = Pick<Difference, "pcr" | "known" | "logged">;
type Aligned = { readonly boot: MeasuredBoot; readonly places: readonly Place[] };

/** Differing events, and PCRs that the boot leaves open, which count like one each. */
function weight({ boot, places }: Aligned, open: readonly number[]): number {
  return places.length + openRegisters(boot, open).length;
}

/** Those that the boot doesn't speak for. */
function openRegisters(boot: MeasuredBoot, registers: readonly number[]): readonly number[] {
  return registers.filter((pcr) => !boot.pcrs.includes(pcr));
}

async function placesOf(
  boot: MeasuredBoot,
  comparison: Pick<Comparison, "logged" | "fits">,
  allowance: Allowance,
): Promise<readonly Place[]> {
  const found: Place[] = [];
  for (const pcr of boot.pcrs) {
    const events = boot.events.filter((event) => event.pcr === pcr);
    for (const [known, logged] of align(events, comparison.logged(pcr), allowance)) {
      if (known !== undefined && logged !== undefined && (await comparison.fits(known, logged))) continue;
      found.push({ pcr, known, logged });
    }
  }
  return found;
}

async function withTexts(place: Place, comparison: Pick<Comparison, "textOf">): Promise<Difference> {
  const { known, logged } = place;
  const isText = known !== undefined && (await isTextOf(known.name, known.digest));
  const loggedText = logged === undefined ? undefined : await comparison.textOf(logged);
  return { ...place, knownText: isText ? known.name : undefined, loggedText };
}
