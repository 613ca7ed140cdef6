import type { Malformed, Parsed } from "@sekisho/encoding";

/** Ends a task whose input can't be read; that is an outcome, and it is compared as any other. */
export class UnreadableError extends Error {
  readonly malformed: Malformed;

  constructor(malformed: Malformed) {
    super(`${malformed.code}: ${malformed.field}`);
    this.malformed = malformed;
  }
}

/** @throws UnreadableError for what could not be parsed */
export function need<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new UnreadableError(parsed.error);
}
