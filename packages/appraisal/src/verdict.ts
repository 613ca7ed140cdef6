import { refuses, type Check } from "@sekisho/evidence";

/** What an appraisal ends with. The checks say why; the claims say what the evidence itself said. */
export type Verdict = {
  readonly verdict: "accepted" | "rejected";
  readonly checks: readonly Check[];
  /** What the evidence claims, by its specification's names; values are JSON. */
  readonly claims: Readonly<Record<string, unknown>>;
};

/** The verdict over some checks: accepted only when there is one at least, and none refuses. */
export function verdictOf(checks: readonly Check[], claims: Readonly<Record<string, unknown>>): Verdict {
  const accepted = checks.length > 0 && !checks.some(refuses);
  return { verdict: accepted ? "accepted" : "rejected", checks, claims };
}
