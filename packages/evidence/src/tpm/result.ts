import { message, type MessageValues } from "@sekisho/messages";
import type { Check, CheckStatus } from "../check.ts";
import type { en } from "./locales/en.ts";

/** What a check found, before it has its identifier. Every check here is required. */
export type Finding = {
  readonly status: CheckStatus;
  readonly expected?: string;
  readonly actual?: string;
  readonly detail: keyof typeof en;
  readonly values?: MessageValues;
};

/** A finding as a check. */
export function check(id: string, finding: Finding): Check {
  const { status, expected = null, actual = null, detail, values = {} } = finding;
  return { id, status, required: true, expected, actual, detail: message(detail, values) };
}
