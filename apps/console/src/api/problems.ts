import { problemSchema } from "@sekisho/release";
import { message, type Message } from "@sekisho/messages";

/** What kept a call to the gate from its answer. `problem` says it in words of the catalogues. */
export class CallError extends Error {
  /** "problem": the gate's own answer; "unreachable": none came; "strange": one that this page does not understand. */
  readonly kind: "problem" | "unreachable" | "strange";
  readonly problem: Message;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;

  constructor(kind: CallError["kind"], status: number, problem: Message) {
    super(problem.id);
    this.name = "CallError";
    this.kind = kind;
    this.status = status;
    this.problem = problem;
  }

  /** The identifier of the gate's problem ("gate.problem.requestClosed"), to tell one from another. */
  get id(): string {
    return this.problem.id;
  }
}

/** The gate did not answer: stopped, restarting, or the network is away. */
export function unreachable(): CallError {
  return new CallError("unreachable", 0, message("console.call.unreachable"));
}

/** An answer of another shape than this page knows: most often the gate is newer than the page. */
export function strange(status: number): CallError {
  return new CallError("strange", status, message("console.call.strange", { status }));
}

/** The error that an answer other than 2xx holds. */
export function errorOf(status: number, body: unknown): CallError {
  const read = problemSchema.safeParse(body);
  if (!read.success) return status >= 502 && status <= 504 ? unreachable() : strange(status);
  return new CallError("problem", status, message(read.data.error, read.data.values));
}

/** Whatever was thrown, as something that can be told to a person. */
export function asCallError(error: unknown): CallError {
  return error instanceof CallError ? error : new CallError("strange", 0, message("console.call.failed"));
}
