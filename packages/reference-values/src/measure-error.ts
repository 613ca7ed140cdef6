import type { Message } from "@sekisho/messages";

/** A launch that can't be measured, or would not start, as it was described: a firmware and options that don't fit. */
export class MeasureError extends Error {
  readonly problem: Message;

  constructor(problem: Message) {
    super(problem.id);
    this.name = "MeasureError";
    this.problem = problem;
  }
}
