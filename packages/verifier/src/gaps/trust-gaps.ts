import { demandsFor } from "./demands-for.ts";
import { firmwareGaps, processorGaps } from "./processor-gaps.ts";
import { recordGaps } from "./record-gaps.ts";
import { gapOf, type GapId, type GapInput } from "./gap.ts";
import type { Gap } from "./types.ts";

/**
 * What a verdict leaves open, accepted or not: what this kind of machine can't show, what nobody looked at, and what the policy
 * does not ask. The gravest come first.
 *
 * @param input.policy YAML, as the evidence was judged with; null: the strict default
 */
export function trustGaps(input: GapInput): readonly Gap[] {
  const { technology } = input.machine;
  const asked = { ...input, demands: demandsFor(input) };
  const ids: readonly GapId[] = [
    ...(technology === "tpm" ? (["no-confidential-vm"] as const) : processorGaps(asked)),
    ...recordGaps(asked),
    ...firmwareGaps(asked),
  ];
  const weights = ["high", "medium", "low"];
  return [...new Set(ids)]
    .map(gapOf)
    .toSorted((left, right) => weights.indexOf(left.weight) - weights.indexOf(right.weight));
}
