import type { Message } from "@sekisho/messages";

/** A machine that can't be started as it is, or a host that can't start it; `problem` says what to do. */
export class LaunchError extends Error {
  readonly problem: Message;

  constructor(problem: Message) {
    super(problem.id);
    this.name = "LaunchError";
    this.problem = problem;
  }
}
