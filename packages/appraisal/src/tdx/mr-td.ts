import { toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import type { KnownLaunch } from "../measured-boot/input.ts";
import type { TdxPolicy } from "../policy/tdx-schema.ts";
import { decided, oneOfCheck, unanswered } from "../outcome.ts";

/**
 * MRTD against the policy: one of its own values, or the launch digest of a known launch. It covers the firmware alone, so
 * there is nothing to explain: what was booted stands in the RTMRs.
 */
export function mrTdChecks(
  demand: TdxPolicy["mr-td"],
  mrTd: Uint8Array,
  knownLaunches: readonly Pick<KnownLaunch, "name" | "launchDigest">[],
): readonly Check[] {
  const id = "tdx.policy.mr-td";
  if (demand === undefined) return [];
  if (demand !== "reference-values") return [oneOfCheck(id, "MRTD", demand, mrTd)];
  if (knownLaunches.length === 0) return [unanswered(id, null, message("tdx.mr-td.no-reference-values"))];
  const actual = toHex(mrTd);
  const expected = knownLaunches.map(({ launchDigest }) => launchDigest).join(" | ");
  const launch = knownLaunches.find(({ launchDigest }) => launchDigest.toLowerCase() === actual);
  const detail =
    launch === undefined ? message("tdx.mr-td.unknown") : message("tdx.mr-td.known", { name: launch.name });
  return [decided(id, launch !== undefined, { expected, actual }, detail)];
}

/** Whether MRTD is what the caller says. */
export function expectedMrTdCheck(expected: Uint8Array, mrTd: Uint8Array): Check {
  const sides = { expected: toHex(expected), actual: toHex(mrTd) };
  const holds = sides.expected === sides.actual;
  return decided("tdx.mr-td", holds, sides, message(`tdx.expected-mr-td.${holds ? "equal" : "differs"}`));
}
