import { message, type Message } from "@sekisho/messages";

/**
 * Why bytes could not be read.
 *
 * - `truncated`: the input ends inside a field
 * - `trailing`: bytes are left after the last field
 * - `value`: a field holds a value that its specification does not know
 * - `reserved`: a field that must be zero is not
 * - `version`: a version that this reader does not know
 * - `encoding`: text, DER or base64 that breaks its own rules
 * - `limit`: a length or count above what this reader accepts
 */
export type MalformedCode = "truncated" | "trailing" | "value" | "reserved" | "version" | "encoding" | "limit";

/** Where and how an input breaks its format. `offset` counts bytes from the start of the input. */
export type Malformed = {
  readonly code: MalformedCode;
  readonly field: string;
  readonly offset: number;
  readonly expected: string;
  readonly actual: string;
};

/** The outcome of reading untrusted bytes. Parsers return it; they throw only when they are misused. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Malformed };

/** Travels inside one parser only: {@link parseAll} turns it into a {@link Parsed}. */
export class MalformedError extends Error {
  readonly malformed: Malformed;

  constructor(malformed: Malformed) {
    const { code, field, offset, expected, actual } = malformed;
    // Nobody sees the stack, and it would be most of what untrusted bytes cost that are read as one thing and then as another.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${field} at offset ${offset}: ${code}: expected ${expected}, found ${actual}`);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = "MalformedError";
    this.malformed = malformed;
  }
}

/** The sentence a person reads about a malformed input; `what` names the input ("report.bin"). */
export function malformedMessage(what: string, malformed: Malformed): Message {
  const { code, field, offset, expected, actual } = malformed;
  return message(`malformed.${code}`, { what, field, offset, expected, actual });
}
