import type { Message } from "@sekisho/messages";

/** Something outside this room is not as it must be: a tool, an input file, the machine. One sentence says what to do. */
export class ImageError extends Error {
  readonly problem: Message;

  constructor(problem: Message, options?: ErrorOptions) {
    super(`${problem.id} ${JSON.stringify(problem.values)}`, options);
    this.name = "ImageError";
    this.problem = problem;
  }
}
