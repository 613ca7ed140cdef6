import type { Message } from "@sekisho/messages";

/** Wrong usage or unreadable input: one sentence that says what to do, and exit status 2. */
export class UsageError extends Error {
  readonly problem: Message;

  constructor(problem: Message) {
    super(problem.id);
    this.name = "UsageError";
    this.problem = problem;
  }
}
