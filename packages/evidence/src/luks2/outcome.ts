import type { Message } from "@sekisho/messages";
import type { Check } from "../check.ts";

/** A required check that either passes or fails: a header always shows what is asked of it. */
export function luks2Check(
  id: string,
  outcome: {
    readonly ok: boolean;
    readonly expected: string;
    readonly actual: string;
    readonly pass: Message;
    readonly fail: Message;
  },
): Check {
  const { ok, expected, actual, pass, fail } = outcome;
  return { id, status: ok ? "pass" : "fail", required: true, expected, actual, detail: ok ? pass : fail };
}

/** Something about several numbered objects, of which the first that breaks the rule is named. */
export function eachCheck<T>(
  id: string,
  objects: readonly (readonly [number: string, object: T])[],
  rule: {
    readonly ok: (object: T) => boolean;
    readonly expected: string;
    readonly show: (object: T) => string;
    readonly pass: Message;
    readonly fail: (number: string, object: T) => Message;
  },
): Check {
  const bad = objects.find(([, object]) => !rule.ok(object));
  const shown = bad === undefined ? objects : [bad];
  const actual = shown.map(([number, object]) => `${number}: ${rule.show(object)}`).join(", ");
  const { expected, pass } = rule;
  const fail = bad === undefined ? pass : rule.fail(...bad);
  return luks2Check(id, { ok: bad === undefined, expected, actual: actual === "" ? "none" : actual, pass, fail });
}
