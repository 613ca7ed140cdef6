import type { PolicyTrialResult, TriedMachine } from "@sekisho/release";
import { asCallError } from "../../../api/problems.ts";

/** How far a trial is: how many machines were tried, and how many there are. */
export type Progress = { readonly done: number; readonly total: number };

export type TrialRun = {
  /** Asks the gate for one slice; `after` is the machine that the slice before ended with. */
  readonly ask: (after: string | undefined) => Promise<PolicyTrialResult>;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
  /** Waits, where another trial is under way at the gate. */
  readonly wait: (milliseconds: number) => Promise<void>;
};

const pause = 2_000;
const patience = 15;

/**
 * Tries a draft on machine after machine, until the gate has none left or the person has seen enough.
 *
 * @returns what was tried so far, where it was ended early
 * @throws CallError what the gate said instead of a slice
 */
export async function runTrial({ ask, onProgress, signal, wait }: TrialRun): Promise<readonly TriedMachine[]> {
  const tried: TriedMachine[] = [];
  let after: string | undefined;
  let refusals = 0;
  while (!signal.aborted) {
    try {
      const { machines, next, left } = await ask(after);
      refusals = 0;
      tried.push(...machines);
      onProgress({ done: tried.length, total: tried.length + left });
      if (next === null) break;
      after = next;
    } catch (error) {
      if (asCallError(error).id !== "gate.problem.trialBusy" || ++refusals > patience) throw error;
      await wait(pause);
    }
  }
  return tried;
}
