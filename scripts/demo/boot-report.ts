import type { BootEnd } from "./driver.ts";
import type { Party, Scenario } from "./scenarios.ts";

/** How one boot ended, for people and for `--json`. */
export type BootReport = {
  readonly name: string;
  readonly outcome: "released" | "refused" | "failed";
  /** Who refused; null where nobody did. */
  readonly refusedBy: Party | null;
  readonly reason: string;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly seconds: number;
  /** Whether it ended as the scenario demands, by the party that should notice. */
  readonly asExpected: boolean;
};

type Known = Pick<BootReport, "reason" | "expected" | "actual">;

/** Joins what the machine showed with what the gate knows of it. */
export function bootReport(scenario: Scenario, end: BootEnd, known: Known, seconds: number): BootReport {
  const { outcome, refusedBy } = outcomes[end.kind];
  const { expected } = scenario;
  const asExpected = expected.outcome === outcome && (expected.outcome === "released" || expected.by === refusedBy);
  return {
    name: scenario.name,
    outcome,
    refusedBy,
    ...known,
    seconds: Math.round(seconds * 10) / 10,
    asExpected,
  };
}

const outcomes: Readonly<Record<BootEnd["kind"], Pick<BootReport, "outcome" | "refusedBy">>> = {
  opened: { outcome: "released", refusedBy: null },
  crashed: { outcome: "failed", refusedBy: null },
  failed: { outcome: "failed", refusedBy: null },
  "gate-refused": { outcome: "refused", refusedBy: "gate" },
  "guest-refused": { outcome: "refused", refusedBy: "guest" },
  "firmware-refused": { outcome: "refused", refusedBy: "firmware" },
};
