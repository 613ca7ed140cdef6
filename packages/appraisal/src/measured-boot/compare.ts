import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import type { BootDemands, BootInput } from "./boot-question.ts";
import type { ComponentRule, RuledComponent } from "../policy/measured-boot-schema.ts";
import type { LoggedEvent, MeasuredLog } from "./log.ts";
import { fitsPatterns } from "./patterns.ts";
import { programPcr, signersOf } from "./signers.ts";
import { isTextOf, textsByDigest } from "./texts.ts";

/** Compares the events of a log with those of known boots. */
export type Comparison = {
  /** The log's events of one register, in order. */
  readonly logged: (pcr: number) => readonly LoggedEvent[];
  /** Whether the log agrees with a known boot in all of the registers that this speaks for. */
  readonly agrees: (boot: MeasuredBoot) => Promise<boolean>;
  /** Whether an event of the log may stand where a known boot has this one: the same digest, or one that the policy's rule for its kind accepts. */
  readonly fits: (known: MeasuredEvent, logged: LoggedEvent) => Promise<boolean>;
  /** The text that an event of the log measured, where a known boot, the log or the guest's claim holds one that hashes to its digest. */
  readonly textOf: (event: LoggedEvent, known?: string) => Promise<string | undefined>;
};

/**
 * Prepares the comparison.
 *
 * A policy's rule replaces the digest at a place where the known boot has an event of that kind. So what the log calls its
 * own events never matters, and no event can be left out or slipped in.
 */
export function createComparison(input: BootInput, log: MeasuredLog, demands: BootDemands): Comparison {
  const isPcr = demands.registers === "pcr";
  const byPcr = new Map<number, LoggedEvent[]>();
  for (const event of log.events) {
    const list = byPcr.get(event.pcr) ?? [];
    list.push(event);
    byPcr.set(event.pcr, list);
  }
  let texts: Promise<ReadonlyMap<string, string>> | undefined;
  const ownText = async ({ digest, name }: LoggedEvent): Promise<string | undefined> => {
    if (await isTextOf(name, digest)) return name;
    texts ??= textsByDigest(candidateTexts(input, log), isPcr ? "sha256" : "sha384");
    return (await texts).get(digest);
  };
  // Each event's text is looked for once, however many boots are known.
  const found = new Map<LoggedEvent, Promise<string | undefined>>();
  const textOf = async (event: LoggedEvent, known?: string): Promise<string | undefined> => {
    if (known !== undefined && (await isTextOf(known, event.digest))) return known;
    const text = found.get(event) ?? ownText(event);
    found.set(event, text);
    return text;
  };
  let signers: ReturnType<typeof signersOf> | undefined;
  const areSigners = async (accepted: readonly string[] = []): Promise<boolean> => {
    if (accepted.length === 0) return false;
    signers ??= signersOf(log);
    const vouching = await signers;
    const lower = accepted.map((digest) => digest.toLowerCase());
    return vouching !== undefined && [...vouching].every((digest) => lower.includes(digest));
  };
  const logged = (pcr: number) => byPcr.get(pcr) ?? [];
  const fits = async (known: MeasuredEvent, event: LoggedEvent): Promise<boolean> => {
    if (known.digest === event.digest) return true;
    const rule: ComponentRule | undefined = demands.components[known.component as RuledComponent];
    if (rule === undefined) return false;
    if (rule.digests?.some((digest) => digest.toLowerCase() === event.digest) === true) return true;
    // What a TD's firmware says of Secure Boot shares its register with much else, so no signer is proven there.
    if (isPcr && known.pcr === programPcr && (await areSigners(rule.signers))) return true;
    if (rule.patterns === undefined || input.machine === undefined) return false;
    const text = await textOf(event);
    return text !== undefined && fitsPatterns(text, rule.patterns, input.machine.id);
  };
  const agrees = async (boot: MeasuredBoot): Promise<boolean> => {
    for (const pcr of boot.pcrs) {
      const expected = boot.events.filter((event) => event.pcr === pcr);
      const actual = logged(pcr);
      if (expected.length !== actual.length) return false;
      for (const [index, event] of actual.entries()) {
        const known = expected[index];
        if (known === undefined || !(await fits(known, event))) return false;
      }
    }
    return true;
  };
  return { logged, agrees, fits, textOf };
}

/** A boot has two or three; whoever writes a log can put thousands into it. */
const mostTexts = 32;

/** Command lines of the log, and the claimed one, as boot loaders hand them on. None is believed unless it hashes. */
function candidateTexts({ claimedBoot }: BootInput, log: MeasuredLog): readonly string[] {
  const texts = log.events.filter(({ component }) => component === "command-line").map(({ name }) => name);
  const claimed = claimedBoot === undefined ? [] : [claimedBoot.commandLine];
  const some = [...new Set([...claimed, ...texts])].slice(0, mostTexts);
  return some.flatMap((text) => [text, `BOOT_IMAGE=${text}`]);
}
