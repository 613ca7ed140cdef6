import type { Message } from "@sekisho/messages";
import type { MeasuredBoot, MeasuredEvent, Registers } from "./schema.ts";
import { whyUnpredicted, whyUnpredictedRtmr, type UnpredictedPcr } from "./unpredicted.ts";

/** What speaks for some PCRs: the events that extend them, in order. */
export type PredictedValue = {
  /** What sets it apart from the first value, for names (["empty-boot-option"]); empty for the first. */
  readonly variants: readonly string[];
  readonly pcrs: readonly number[];
  readonly events: readonly MeasuredEvent[];
};

/** What a boot will measure. Each value speaks for all PCRs that are predicted: the likeliest first, then other ways to the same boot. */
export type BootPrediction = {
  /** What the numbers of PCRs mean: of a trust domain, those of RTMR 0 to 3. */
  readonly registers: Registers;
  readonly values: readonly PredictedValue[];
  /** Every other PCR from 0 to 15, or RTMR, in order. */
  readonly unpredicted: readonly UnpredictedPcr[];
};

/** Gathers a prediction: events by PCR, and the PCRs that turned out not to be told, each with its reason. */
export class PredictionBuilder {
  readonly #registers: Registers;
  readonly #events = new Map<number, MeasuredEvent[]>();
  readonly #reasons = new Map<number, Message>();
  readonly #variants: Variant[] = [];

  constructor(registers: Registers = "pcr") {
    this.#registers = registers;
  }

  /** Events that extend their PCRs next. */
  add(...events: readonly MeasuredEvent[]): void {
    for (const event of events) this.#listOf(event.pcr).push(event);
  }

  /** PCRs that nothing extends. */
  leaveZero(...pcrs: readonly number[]): void {
    for (const pcr of pcrs) this.#listOf(pcr);
  }

  /** PCRs that can't be told. The first reason stays. */
  giveUp(reason: Message, ...pcrs: readonly number[]): void {
    for (const pcr of pcrs) if (!this.#reasons.has(pcr)) this.#reasons.set(pcr, reason);
  }

  /** Another way to extend one PCR, made of the events that it has so far. */
  addVariant(
    variant: string,
    pcr: number,
    change: (events: readonly MeasuredEvent[]) => readonly MeasuredEvent[],
  ): void {
    this.#variants.push({ variant, pcr, events: change(this.#listOf(pcr)) });
  }

  finish(): BootPrediction {
    const told = (pcr: number) => this.#events.has(pcr) && !this.#reasons.has(pcr);
    const { count, reasonOf } = kinds[this.#registers];
    const all = Array.from({ length: count }, (_, pcr) => pcr);
    const pcrs = all.filter(told);
    const variants = this.#variants.filter(({ pcr }) => told(pcr));
    const values = combinations(variants).map((chosen): PredictedValue => ({
      variants: chosen.map(({ variant }) => variant),
      pcrs,
      events: pcrs.flatMap((pcr) => chosen.find((one) => one.pcr === pcr)?.events ?? this.#events.get(pcr) ?? []),
    }));
    const unpredicted = all
      .filter((pcr) => !told(pcr))
      .map((pcr) => {
        const reason = this.#reasons.get(pcr);
        return reason === undefined ? reasonOf(pcr) : { pcr, reason };
      });
    return { registers: this.#registers, values: pcrs.length === 0 ? [] : values, unpredicted };
  }

  #listOf(pcr: number): MeasuredEvent[] {
    const list = this.#events.get(pcr) ?? [];
    this.#events.set(pcr, list);
    return list;
  }
}

const kinds = {
  pcr: { count: 16, reasonOf: whyUnpredicted },
  rtmr: { count: 4, reasonOf: whyUnpredictedRtmr },
} as const;

type Variant = { readonly variant: string; readonly pcr: number; readonly events: readonly MeasuredEvent[] };

/** Every choice among the variants, none of them first; there are a handful at most. */
function combinations(variants: readonly Variant[]): readonly (readonly Variant[])[] {
  return variants.reduce<readonly (readonly Variant[])[]>(
    (chosen, variant) => [...chosen, ...chosen.map((others) => [...others, variant])],
    [[]],
  );
}

/** A prediction as values of `machine.json`; the variants' names stand behind the boot's. */
export function predictedBoots(prediction: BootPrediction, name: string, addedAt: string): readonly MeasuredBoot[] {
  return prediction.values.map(({ variants, pcrs, events }) => ({
    name: variants.length === 0 ? name : `${name} [${variants.join(", ")}]`,
    addedAt,
    ...(prediction.registers === "pcr" ? {} : { registers: prediction.registers }),
    origin: "predicted",
    pcrs: [...pcrs],
    events: [...events],
  }));
}
