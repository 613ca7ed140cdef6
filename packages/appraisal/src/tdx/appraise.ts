import { appraiseIntelEndorsements, type IntelChainCache, type IntelCollateral } from "@sekisho/endorsements/intel";
import { tdxClaims } from "@sekisho/evidence/tdx";
import { endorsementChecks, platformChecks } from "../dcap/endorsements.ts";
import { platformClaims } from "../dcap/claims.ts";
import { appliedPolicyCheck } from "../policy/applied.ts";
import { verdictOf, type Verdict } from "../verdict.ts";
import { logOf, precheckWithLog, type TdxPrecheckInput } from "./precheck.ts";
import { eventLogClaims } from "./event-log.ts";

/** What a quote's signatures are judged by. */
export type DcapEndorsements = {
  /** DER, in any order, besides those in the quote; those that don't belong to its chain are passed over. */
  readonly certificates: readonly Uint8Array[];
  /** Revocation lists, DER. */
  readonly crls: readonly Uint8Array[];
  /** What Intel says about the platform and its quoting enclave. */
  readonly collateral: IntelCollateral;
  /** The moment that certificates, lists and collateral must be valid at. */
  readonly at: Date;
  /** Makes the next quote of the same chain cheap; keep one for a process. */
  readonly cache?: IntelChainCache;
};

/** A quote, and everything it is judged by. */
export type TdxAppraisalInput = TdxPrecheckInput & DcapEndorsements;

/**
 * Judges a TDX quote against a policy: chain, signatures and collateral, what the quote alone can answer
 * (`precheckTdx`), and what the policy demands of the platform. Whatever the policy says, these hold: genuine signatures
 * from the TD's report to a pinned root, dates right at `at`, no revocation and no wrong document among what was given, a TCB
 * that is not revoked, and a readable policy section.
 */
export async function appraiseTdx(input: TdxAppraisalInput): Promise<Verdict> {
  const { quote, policy, certificates, crls, collateral, at, cache } = input;
  const applied = appliedPolicyCheck(policy);
  const log = await logOf(input);
  const prechecks = await precheckWithLog(input, log);
  const demands = policy.tdx;
  const claims = { ...tdxClaims(quote), ...eventLogClaims(log) };
  if (demands === undefined) return verdictOf([applied, ...prechecks], claims);
  const endorsements = await appraiseIntelEndorsements({
    quote,
    certificates,
    crls,
    collateral,
    at,
    vendorRoot: demands.roots?.vendor ?? true,
    additionalRoots: (demands.roots?.additional ?? []).map((root) => root.toLowerCase()),
    ...(cache === undefined ? {} : { cache }),
  });
  const checks = [
    applied,
    ...endorsementChecks("tdx", demands, endorsements),
    ...prechecks,
    ...platformChecks("tdx", demands, endorsements),
  ];
  return verdictOf(checks, { ...claims, ...platformClaims(endorsements) });
}
