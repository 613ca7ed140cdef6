import { registersOf, type MeasuredBoot, type MeasuredEvent, type Registers } from "@sekisho/reference-values";
import type { LoggedEvent } from "./log.ts";
import { isTextOf } from "./texts.ts";

/**
 * The PCRs that a first boot may speak for. Not 10, which changes from boot to boot with what the running system loads, and not
 * 15, which must be zero until the initrd is left.
 */
export const learnablePcrs: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14];

/** The RTMRs of a TD that a first boot may speak for: RTMR 3 must be zero until the initrd is left. */
export const learnableRtmrs: readonly number[] = [0, 1, 2];

/** What came in one PCR, held against the values that are known. */
export type PcrFinding = { readonly pcr: number; readonly came: readonly LoggedEvent[] } & (
  | {
      /** A known value speaks for this PCR and agrees with the boot wholly. */
      readonly kind: "known";
      readonly by: MeasuredBoot;
    }
  | {
      /** Agrees with the nearest prediction, which another PCR disagrees with. */
      readonly kind: "as-predicted";
      readonly nearest: MeasuredBoot;
    }
  | {
      /** No prediction speaks for it. An earlier learned value that differs is the nearest. */
      readonly kind: "first-boot";
      readonly nearest: MeasuredBoot | undefined;
    }
  | {
      /** Differs from the nearest prediction: the events that were expected and that came, without what both begin and end with. */
      readonly kind: "differs";
      readonly nearest: MeasuredBoot;
      readonly expected: readonly MeasuredEvent[];
      readonly actual: readonly LoggedEvent[];
    }
);

export type Lesson = {
  /** One for each of {@link learnablePcrs}, or of {@link learnableRtmrs}, in order. */
  readonly findings: readonly PcrFinding[];
  /** PCRs that differ from what the image predicts, or that it should predict and does not, and that nobody accepted. While there is one, nothing is learned. */
  readonly refused: readonly number[];
  /** PCRs with a command line that the log hides, so that nobody could tell later which machine it names. Nothing is learned. */
  readonly unreadable: readonly number[];
  /** What makes this boot known; undefined if it is refused, or known already. */
  readonly boot: MeasuredBoot | undefined;
};

export type LessonInput = {
  /** Which registers the boot was recorded in. Absent: PCRs. */
  readonly registers?: Registers;
  /** All that extended the PCRs of the SHA-256 bank, or the RTMRs, in order. A quote must have confirmed it before. */
  readonly events: readonly LoggedEvent[];
  readonly known: readonly MeasuredBoot[];
  /** PCRs that may differ from the prediction, because a person said so. */
  readonly accepted: readonly number[];
  /** What the kernel's command line is expected to be: a log often holds only its hash. */
  readonly commandLines: readonly string[];
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
};

/**
 * Compares a first boot with what is known, and makes of it the value that speaks for what nothing else speaks for: the PCRs
 * that no file of the image tells. It judges nothing but that; whether the log is true is for the quote to say.
 *
 * As a known boot counts only where it agrees at all of its PCRs, accepting a difference in one PCR makes the learned value
 * speak for the others of that prediction too.
 */
export async function learnBoot(input: LessonInput): Promise<Lesson> {
  const { registers = "pcr" } = input;
  const findings = compareBoot(input.events, input.known, registers);
  const refused = findings.filter(
    (finding) => needsAcceptance(finding, registers) && !input.accepted.includes(finding.pcr),
  );
  const wanted = findings.filter(({ kind }) => kind !== "known");
  const texts = commandLineTexts(input);
  const readable = await Promise.all(wanted.map(async ({ came }) => Promise.all(came.map((one) => named(one, texts)))));
  const unreadable = wanted.filter((_, index) => readable[index]?.includes(undefined) === true);
  const free = refused.length === 0 && unreadable.length === 0 && wanted.length > 0;
  return {
    findings,
    refused: refused.map(({ pcr }) => pcr),
    unreadable: unreadable.map(({ pcr }) => pcr),
    boot: !free
      ? undefined
      : {
          name: input.name,
          addedAt: input.addedAt,
          ...(registers === "pcr" ? {} : { registers }),
          origin: "learned",
          pcrs: wanted.map(({ pcr }) => pcr),
          events: readable.flat().filter((one) => one !== undefined),
        },
  };
}

/** The registers that follow the machine's shape, and that no file tells. */
const shaped: Readonly<Record<Registers, readonly number[]>> = { pcr: [0, 1], rtmr: [0] };

/** What a prediction contradicts; and what none speaks for although the image's files could tell it, if anything was measured there. */
function needsAcceptance({ kind, pcr, came }: PcrFinding, registers: Registers): boolean {
  return kind === "differs" || (kind === "first-boot" && !shaped[registers].includes(pcr) && came.length > 0);
}

/** Each register of a boot held against the known values of its kind. */
export function compareBoot(
  events: readonly LoggedEvent[],
  allKnown: readonly MeasuredBoot[],
  registers: Registers = "pcr",
): readonly PcrFinding[] {
  const known = allKnown.filter((boot) => registersOf(boot) === registers);
  const learnable = registers === "rtmr" ? learnableRtmrs : learnablePcrs;
  const agreeing = known.filter((boot) => differingPcrs(boot, events).length === 0);
  return learnable.map((pcr): PcrFinding => {
    const came = eventsOf(pcr, events);
    const by = agreeing.find(({ pcrs }) => pcrs.includes(pcr));
    if (by !== undefined) return { pcr, came, kind: "known", by };
    const speaking = known.filter(({ pcrs }) => pcrs.includes(pcr));
    const nearest = nearestTo(
      events,
      speaking.filter(({ origin }) => origin === "predicted"),
    );
    if (nearest === undefined) return { pcr, came, kind: "first-boot", nearest: nearestTo(events, speaking) };
    const foretold = eventsOf(pcr, nearest.events);
    if (sameDigests(foretold, came)) return { pcr, came, kind: "as-predicted", nearest };
    return { pcr, came, kind: "differs", nearest, ...difference(foretold, came) };
  });
}

/** Known boots with a learned one: it takes the place of a learned one that says the same. */
export function withLearnedBoot(known: readonly MeasuredBoot[], learned: MeasuredBoot): readonly MeasuredBoot[] {
  const same = (boot: MeasuredBoot): boolean =>
    boot.origin === "learned" &&
    registersOf(boot) === registersOf(learned) &&
    boot.pcrs.join() === learned.pcrs.join() &&
    learned.pcrs.every((pcr) => sameDigests(eventsOf(pcr, boot.events), eventsOf(pcr, learned.events)));
  return [...known.filter((boot) => !same(boot)), learned];
}

const longestName = 8192;

function eventsOf<T extends MeasuredEvent>(pcr: number, events: readonly T[]): readonly T[] {
  return events.filter((event) => event.pcr === pcr);
}

function sameDigests(left: readonly MeasuredEvent[], right: readonly MeasuredEvent[]): boolean {
  return left.length === right.length && left.every(({ digest }, index) => digest === right[index]?.digest);
}

function differingPcrs(boot: MeasuredBoot, events: readonly LoggedEvent[]): readonly number[] {
  return boot.pcrs.filter((pcr) => !sameDigests(eventsOf(pcr, boot.events), eventsOf(pcr, events)));
}

/** The boot that differs at the fewest PCRs; the first of equals. */
function nearestTo(events: readonly LoggedEvent[], boots: readonly MeasuredBoot[]): MeasuredBoot | undefined {
  const counted = boots.map((boot) => ({ boot, count: differingPcrs(boot, events).length }));
  return counted.reduce<(typeof counted)[number] | undefined>(
    (best, one) => (best === undefined || one.count < best.count ? one : best),
    undefined,
  )?.boot;
}

function difference(
  foretold: readonly MeasuredEvent[],
  came: readonly LoggedEvent[],
): { readonly expected: readonly MeasuredEvent[]; readonly actual: readonly LoggedEvent[] } {
  const shorter = Math.min(foretold.length, came.length);
  let start = 0;
  while (start < shorter && foretold[start]?.digest === came[start]?.digest) start++;
  let end = 0;
  while (end < shorter - start && foretold.at(-1 - end)?.digest === came.at(-1 - end)?.digest) end++;
  return { expected: foretold.slice(start, foretold.length - end), actual: came.slice(start, came.length - end) };
}

/** What a measured command line may be: those that are expected, predicted, or proven elsewhere in the log. */
function commandLineTexts({ events, known, commandLines }: LessonInput): readonly string[] {
  const proven = events.filter(({ component, authenticated }) => component === "command-line" && authenticated);
  const predicted = known.flatMap((boot) => boot.events).filter(({ component }) => component === "command-line");
  const texts = [...commandLines, ...[...proven, ...predicted].map(({ name }) => name)];
  // GRUB puts the kernel's file before the words that it hands on.
  return [...new Set(texts.flatMap((text) => [text, `BOOT_IMAGE=${text}`]))];
}

/** The event as a known boot has it. A command line is named by the very text that was measured; undefined if nobody knows it. */
async function named(
  { pcr, component, name, digest }: LoggedEvent,
  texts: readonly string[],
): Promise<MeasuredEvent | undefined> {
  if (component !== "command-line") return { pcr, component, name: name.slice(0, longestName), digest };
  for (const text of [name, ...texts]) if (await isTextOf(text, digest)) return { pcr, component, name: text, digest };
  return undefined;
}
