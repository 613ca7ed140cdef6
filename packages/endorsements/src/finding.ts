import { message, type MessageValues } from "@sekisho/messages";
import type { Check, CheckStatus } from "@sekisho/evidence";
import type { EndorsementsMessageId } from "./locales/index.ts";

/** What a check found, before it has its identifier. */
export type Finding = {
  readonly status: CheckStatus;
  readonly expected?: string;
  readonly actual?: string;
  readonly detail: EndorsementsMessageId;
  readonly values?: MessageValues;
  /** Where the built-in policy does not ask for it; it refuses then only when it fails. */
  readonly optional?: boolean;
};

/** A finding as a check. */
export function check(id: string, finding: Finding): Check {
  const { status, expected = null, actual = null, detail, values = {}, optional = false } = finding;
  return { id, status, required: !optional, expected, actual, detail: message(detail, values) };
}
