import type { Message } from "@sekisho/messages";

/** The lab can't do what it was asked for; one sentence says why, and what to do. */
export class LabError extends Error {
  readonly problem: Message;

  constructor(problem: Message, options?: ErrorOptions) {
    super(`${problem.id} ${JSON.stringify(problem.values)}`, options);
    this.name = "LabError";
    this.problem = problem;
  }
}
