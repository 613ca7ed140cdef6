import type { Message } from "@sekisho/messages";

/** Why the gate can't start: one sentence that says what to do. The command line ends with status 2. */
export class GateStartError extends Error {
  readonly problem: Message;

  constructor(problem: Message) {
    super(`${problem.id} ${JSON.stringify(problem.values)}`);
    this.name = "GateStartError";
    this.problem = problem;
  }
}
