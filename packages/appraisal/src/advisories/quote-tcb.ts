import type { IntelEndorsements } from "@sekisho/endorsements/intel";
import { message, type Message } from "@sekisho/messages";
import type { PlatformTcb, UnknownTcb } from "./quote-exposures.ts";

/** What these say is already said by another check: that one is the reason. */
const saysNothing: readonly string[] = [
  "endorsements.intel.document.not-looked-at",
  "endorsements.intel.document.no-tcb-info",
  "endorsements.intel.incomplete",
];

/**
 * What a quote's platform is worth by Intel's documents, or why they don't tell: not given, about another platform, not in date,
 * or with no level that the platform reaches. Under a root that nobody trusts they decide nothing.
 */
export function tcbOfQuote(
  { checks, tcb }: Pick<IntelEndorsements, "checks" | "tcb">,
  technology: "sgx" | "tdx",
): PlatformTcb | UnknownTcb {
  const root = checks.find(({ id }) => id === `${technology}.chain.root`);
  if (root?.status !== "pass") return { status: "unknown", reason: root?.detail ?? notGiven };
  if (tcb !== undefined) return tcb;
  const telling = ["tcb-info.", "qe-identity.", "tdx-module", "tcb"].map((topic) => `${technology}.${topic}`);
  const found = checks.find(
    ({ id, status, detail }) =>
      status !== "pass" && telling.some((start) => id.startsWith(start)) && !saysNothing.includes(detail.id),
  );
  return { status: "unknown", reason: found === undefined || isMissing(checks, technology) ? notGiven : found.detail };
}

const notGiven: Message = message("advisories.no-collateral");

function isMissing(checks: IntelEndorsements["checks"], technology: "sgx" | "tdx"): boolean {
  return checks.some(
    ({ id, detail }) =>
      id === `${technology}.tcb-info.found` && detail.id === "endorsements.intel.document.no-tcb-info",
  );
}
