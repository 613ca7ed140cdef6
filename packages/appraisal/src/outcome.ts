import { toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { message, type Message } from "@sekisho/messages";

/** What was compared, for people: both sides, short and the same in every language. */
type Sides = { readonly expected: string | null; readonly actual: string | null };

/** A check that decides: it passes, or it refuses. */
export function decided(id: string, holds: boolean, sides: Sides, detail: Message): Check {
  return { id, status: holds ? "pass" : "fail", required: true, ...sides, detail };
}

/** A check that the evidence can't answer. Required unless it is said otherwise, and so it refuses. */
export function unanswered(id: string, expected: string | null, detail: Message, required = true): Check {
  return { id, status: "unknown", required, expected, actual: null, detail };
}

/** Whether a field holds one of the values that a policy names (hexadecimal, either case). */
export function oneOfCheck(id: string, field: string, accepted: readonly string[], actual: Uint8Array): Check {
  const value = toHex(actual);
  const holds = accepted.some((candidate) => candidate.toLowerCase() === value);
  const detail = message(holds ? "policy.field.accepted" : "policy.field.differs", { field });
  return decided(id, holds, { expected: accepted.join(" | "), actual: value }, detail);
}

/** Whether a number is at least what a policy demands. */
export function atLeastCheck(id: string, field: string, minimum: number, actual: number): Check {
  const holds = actual >= minimum;
  const detail = message(holds ? "policy.field.high-enough" : "policy.field.too-low", { field });
  return decided(id, holds, { expected: `≥ ${minimum}`, actual: `${actual}` }, detail);
}
