import { compareCommandLines } from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import type { Machine } from "@sekisho/release";
import { cameFrom, nearestKnown } from "./nearest.ts";
import type { TrustDifference, TrustNodeId } from "./types.ts";

/**
 * What a refusing check of a link shows of the difference; undefined where it has neither side.
 *
 * @param checks all of the verdict's
 */
export function differenceOf(
  id: TrustNodeId,
  check: Check,
  checks: readonly Check[],
  machine: Machine,
): TrustDifference | undefined {
  const { expected, actual } = check;
  const nearest = nearestKnown(check, checks, machine);
  if (actual === null && (check.status === "unknown" || (expected === null && nearest === undefined))) return undefined;
  const from = cameFrom(check, machine);
  return {
    expected,
    came: actual,
    ...(id === "command-line" ? words(check) : {}),
    ...(nearest === undefined ? {} : { nearest }),
    ...(from === undefined ? {} : { cameFrom: from }),
  };
}

/** Where the sentence tells of words, both sides hold the whole text; else they are names of events. */
function words({ detail, expected, actual }: Check): Pick<TrustDifference, "commandLine"> {
  if (!detail.id.startsWith("explain.command-line.") || expected === null || actual === null) return {};
  return { commandLine: compareCommandLines(expected, actual) };
}
