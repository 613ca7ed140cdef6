import type { Message } from "@sekisho/messages";

/** There is no evidence to judge, or it or its endorsements can't be read. `problem` says so to a person. */
export class UnreadableEvidenceError extends Error {
  readonly problem: Message;

  constructor(problem: Message) {
    super(problem.id);
    this.name = "UnreadableEvidenceError";
    this.problem = problem;
  }
}
