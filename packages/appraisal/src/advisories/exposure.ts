import type { Message } from "@sekisho/messages";

/** Whether an attack still works on the platform that a report is from, as far as the report shows it. */
export type ExposureStatus = "fixed" | "exposed" | "unknown";

/** One row of the table, held against a report or quote. */
export type Exposure = {
  /** The row's: stable, for scripts. */
  readonly id: string;
  /** What it is called; null where the vendor's advisory has no such name. */
  readonly attack: string | null;
  /** The vendor's advisory; null where there is none. */
  readonly advisory: string | null;
  readonly vulnerabilities: readonly string[];
  readonly status: ExposureStatus;
  /** What shows it, or why nothing does. */
  readonly reasons: readonly Message[];
  readonly source: string;
  /** Whose transcriptions the numbers are from. */
  readonly transcriptions: readonly string[];
  /** When the row was written. */
  readonly date: string;
  /** What the row was held against; undefined for an advisory that the table has no row for. */
  readonly checked: string | undefined;
  /** What the attack does, in each language; undefined where the row has no text. */
  readonly summary: { readonly en: string; readonly ja: string } | undefined;
};

const order: Readonly<Record<ExposureStatus, number>> = { exposed: 0, unknown: 1, fixed: 2 };

/** What is wrong first, then what can't be known; rows of the same kind in the order of the table. */
export function inOrder(exposures: readonly Exposure[]): readonly Exposure[] {
  return exposures.toSorted((left, right) => order[left.status] - order[right.status]);
}
