import { refuses, type Check } from "@sekisho/evidence";

type Judged = { readonly verdict: "accepted" | "rejected"; readonly checks: readonly Check[] };

/** A check that refuses on one side alone. */
export type Dispute = {
  readonly id: string;
  /** Whether one of the two found a fault, rather than that something can't be shown. */
  readonly fault: boolean;
  /** What each side found; undefined where it has no such check. */
  readonly gate: Check | undefined;
  readonly here: Check | undefined;
};

/** How the verdict of this page and the gate's stand to each other. */
export type Agreement =
  | { readonly kind: "same" }
  /** The gate has refused before it judged anything, so there is no verdict to compare. */
  | { readonly kind: "gate-judged-nothing" }
  | { readonly kind: "differs"; readonly disputes: readonly Dispute[] };

/**
 * Compares two verdicts over the same evidence. What counts is accepted or rejected; where that differs, the checks that
 * refuse on one side alone say why, faults first.
 */
export function agreementOf(gate: Judged | null, here: Judged): Agreement {
  if (gate === null) return { kind: "gate-judged-nothing" };
  if (gate.verdict === here.verdict) return { kind: "same" };
  return { kind: "differs", disputes: disputesOf(gate.checks, here.checks) };
}

function disputesOf(gate: readonly Check[], here: readonly Check[]): readonly Dispute[] {
  const refusing = (checks: readonly Check[], id: string): boolean =>
    checks.some((check) => check.id === id && refuses(check));
  const ids = new Set([...here, ...gate].map(({ id }) => id));
  return [...ids]
    .filter((id) => refusing(gate, id) !== refusing(here, id))
    .map((id) => disputeOf(id, mostTelling(gate, id), mostTelling(here, id)))
    .toSorted((left, right) => Number(right.fault) - Number(left.fault));
}

function disputeOf(id: string, gate: Check | undefined, here: Check | undefined): Dispute {
  return { id, fault: gate?.status === "fail" || here?.status === "fail", gate, here };
}

/** The check of this name, and of several the one that refuses. */
function mostTelling(checks: readonly Check[], id: string): Check | undefined {
  const named = checks.filter((check) => check.id === id);
  return named.find(refuses) ?? named[0];
}
