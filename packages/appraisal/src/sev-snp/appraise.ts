import { appraiseAmdEndorsements, type AmdChainCache } from "@sekisho/endorsements/amd";
import { sevSnpClaims } from "@sekisho/evidence/sev-snp";
import type { AdvisoryTable } from "../advisories/schema.ts";
import { builtInAdvisories } from "../advisories/table.ts";
import { appliedPolicyCheck } from "../policy/applied.ts";
import { verdictOf, type Verdict } from "../verdict.ts";
import { certificateChecks, endorsementChecks } from "./certificates.ts";
import { precheckSevSnp, type SevSnpPrecheckInput } from "./precheck.ts";
import { tcbChecks } from "./tcb.ts";

/** A report, and everything it is judged by. */
export type SevSnpAppraisalInput = SevSnpPrecheckInput & {
  /** DER, in any order; those that don't belong to the report's chain are passed over. */
  readonly certificates: readonly Uint8Array[];
  /** Revocation lists, DER. */
  readonly crls: readonly Uint8Array[];
  /** The moment that certificates and lists must be valid at. */
  readonly at: Date;
  /** Makes the next report of the same chain cheap; keep one for a process. */
  readonly cache?: AmdChainCache;
  /** Where `published` floors are from; the table that comes with Sekisho if absent. */
  readonly advisories?: AdvisoryTable;
};

/**
 * Judges an SEV-SNP report against a policy: first what the report alone can answer ({@link precheckSevSnp}), then chain and
 * signature, then what the certificates add (product line, TCB floors). Whatever the policy says, these hold: a genuine
 * signature by a key that leads to a pinned root, certificate fields that agree with the report, dates right at `at`, no
 * revocation in the lists given, a guest and not the host that asked, and a readable policy section.
 */
export async function appraiseSevSnp(input: SevSnpAppraisalInput): Promise<Verdict> {
  const { report, policy, certificates, crls, at, cache, advisories = builtInAdvisories } = input;
  const applied = appliedPolicyCheck(policy);
  const prechecks = await precheckSevSnp({ explain: "far", ...input });
  const demands = policy["sev-snp"];
  const claims = sevSnpClaims(report);
  if (demands === undefined) return verdictOf([applied, ...prechecks], claims);
  const additionalRoots = (demands.roots?.additional ?? []).map((root) => root.toLowerCase());
  const chainInput = { report, certificates, crls, at, additionalRoots };
  const endorsements = await appraiseAmdEndorsements(cache === undefined ? chainInput : { ...chainInput, cache });
  const product = endorsements.product ?? report.product;
  const checks = [
    applied,
    ...endorsementChecks(demands, endorsements),
    ...prechecks,
    ...(await certificateChecks(demands, endorsements, product)),
    ...tcbChecks(demands.tcb, report, product, advisories),
  ];
  return verdictOf(checks, claims);
}
