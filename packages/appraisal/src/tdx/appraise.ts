import {
  appraiseIntelEndorsements,
  type IntelChainCache,
  type IntelCollateral,
  type IntelEndorsements,
} from "@sekisho/endorsements/intel";
import { tdxClaims } from "@sekisho/evidence/tdx";
import { endorsementChecks, platformChecks } from "../dcap/endorsements.ts";
import { platformClaims } from "../dcap/claims.ts";
import { appliedPolicyCheck } from "../policy/applied.ts";
import type { TdxPolicy } from "../policy/tdx-schema.ts";
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
  const { quote, policy } = input;
  const applied = appliedPolicyCheck(policy);
  const log = await logOf(input);
  const prechecks = await precheckWithLog(input, () => Promise.resolve(log));
  const demands = policy.tdx;
  const claims = { ...tdxClaims(quote), ...eventLogClaims(log) };
  if (demands === undefined) return verdictOf([applied, ...prechecks], claims);
  const endorsements = await endorsementsOf(demands, input);
  const checks = [
    applied,
    ...endorsementChecks("tdx", demands, endorsements),
    ...prechecks,
    ...platformChecks("tdx", demands, endorsements),
  ];
  return verdictOf(checks, { ...claims, ...platformClaims(endorsements) });
}

/**
 * Whether a quote proves itself by the certificates that it brings: genuine signatures up to a root that the policy accepts.
 * Forged quotes can name any platform, so whoever would ask Intel about one can look at this first: it takes no answer of Intel's.
 */
export async function isSignedTd(
  input: Pick<TdxAppraisalInput, "quote" | "policy"> & Pick<DcapEndorsements, "at" | "cache">,
): Promise<boolean> {
  const demands = input.policy.tdx;
  if (demands === undefined) return false;
  const nothing = { certificates: [], crls: [], collateral: { documents: [], certificates: [], crls: [] } };
  const { checks } = await endorsementsOf(demands, { ...input, ...nothing });
  const signed = checks.some(({ id, status }) => id === "tdx.chain.signatures" && status === "pass");
  return signed && checks.every(({ status }) => status !== "fail");
}

function endorsementsOf(
  { roots }: TdxPolicy,
  { quote, certificates, crls, collateral, at, cache }: Pick<TdxAppraisalInput, "quote"> & DcapEndorsements,
): Promise<IntelEndorsements> {
  return appraiseIntelEndorsements({
    quote,
    certificates,
    crls,
    collateral,
    at,
    vendorRoot: roots?.vendor ?? true,
    additionalRoots: (roots?.additional ?? []).map((root) => root.toLowerCase()),
    ...(cache === undefined ? {} : { cache }),
  });
}
