import { message, type Message } from "@sekisho/messages";
import type { TriedMachine } from "@sekisho/release";

type Effect = TriedMachine["effect"];

/** What a draft would do, by its effect on machines; within each the order of names. */
export type TrialSummary = {
  readonly counts: Readonly<Record<Effect, number>>;
  readonly lockedOut: readonly TriedMachine[];
  readonly letIn: readonly TriedMachine[];
  /** One sentence that says it all. */
  readonly sentence: Message;
};

/** Tells a trial in plain words. */
export function summaryOf(machines: readonly TriedMachine[]): TrialSummary {
  const of = (effect: Effect): readonly TriedMachine[] =>
    machines.filter((one) => one.effect === effect).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const [lockedOut, letIn] = [of("locked-out"), of("let-in")];
  const counts = {
    "locked-out": lockedOut.length,
    "let-in": letIn.length,
    "stays-in": of("stays-in").length,
    "stays-out": of("stays-out").length,
    none: of("none").length,
  };
  return { counts, lockedOut, letIn, sentence: sentenceOf(machines.length, counts) };
}

function sentenceOf(count: number, counts: Readonly<Record<Effect, number>>): Message {
  const { "locked-out": out, "let-in": inside, none } = counts;
  const values = { count: count - none, out, inside };
  if (count === none) return message("console.policy.trial.nothing");
  if (out > 0 && inside > 0) return message("console.policy.trial.both", values);
  if (out > 0) return message("console.policy.trial.lockedOut", values);
  if (inside > 0) return message("console.policy.trial.letIn", values);
  return message("console.policy.trial.same", values);
}
