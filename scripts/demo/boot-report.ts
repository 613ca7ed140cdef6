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
  const outcome = end.kind === "opened" ? "released" : end.kind === "failed" ? "failed" : "refused";
  const refusedBy = parties[end.kind];
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

const parties: Readonly<Record<BootEnd["kind"], Party | null>> = {
  opened: null,
  failed: null,
  "gate-refused": "gate",
  "guest-refused": "guest",
  "firmware-refused": "firmware",
};
