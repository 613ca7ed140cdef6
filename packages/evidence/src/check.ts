import type { Message } from "@sekisho/messages";

/** `unknown` means that the evidence can't show it; where a policy asks for it, that refuses like a failure. */
export type CheckStatus = "pass" | "fail" | "unknown";

/**
 * One thing that was looked at, and what came of it.
 *
 * `id` is stable and dotted ("sev-snp.policy.debug"); scripts may rely on it. `expected` and `actual` are short texts for
 * people, null where there is nothing to show. `detail` says in a sentence what it means.
 */
export type Check = {
  readonly id: string;
  readonly status: CheckStatus;
  /** Whether the verdict depends on it: a required check that is not `pass` rejects; `fail` always rejects. */
  readonly required: boolean;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly detail: Message;
};

/** Whether this check alone keeps the evidence from being accepted. */
export function refuses(check: Check): boolean {
  return check.status === "fail" || (check.required && check.status !== "pass");
}
