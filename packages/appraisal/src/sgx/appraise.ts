import { appraiseIntelEndorsements } from "@sekisho/endorsements/intel";
import type { Check } from "@sekisho/evidence";
import type { SgxQuote } from "@sekisho/evidence/dcap";
import { sgxClaims } from "@sekisho/evidence/sgx";
import { platformClaims } from "../dcap/claims.ts";
import { endorsementChecks, platformChecks } from "../dcap/endorsements.ts";
import { sectionMissingCheck } from "../dcap/section.ts";
import { appliedPolicyCheck } from "../policy/applied.ts";
import type { Policy } from "../policy/schema.ts";
import type { DcapEndorsements } from "../tdx/appraise.ts";
import { verdictOf, type Verdict } from "../verdict.ts";
import { attributeChecks, enclaveReportDataCheck, expectedMrEnclaveCheck, fieldChecks } from "./fields.ts";

/** A quote of an enclave, and everything it is judged by. */
export type SgxAppraisalInput = DcapEndorsements & {
  readonly quote: SgxQuote;
  readonly policy: Policy;
  /** What REPORTDATA must be: 64 bytes. */
  readonly expectedReportData?: Uint8Array;
  /** What MRENCLAVE must be, besides what the policy says: 32 bytes. */
  readonly expectedMrEnclave?: Uint8Array;
};

/**
 * Judges an SGX quote against a policy. Whatever the policy says, these hold: genuine signatures from the enclave's report to
 * a pinned root, dates right at `at`, no revocation and no wrong document among what was given, a TCB that is not revoked, and
 * a readable policy section.
 */
export async function appraiseSgx(input: SgxAppraisalInput): Promise<Verdict> {
  const { quote, policy, certificates, crls, collateral, at, cache } = input;
  const applied = appliedPolicyCheck(policy);
  const claims = sgxClaims(quote);
  const demands = policy.sgx;
  if (demands === undefined) return verdictOf([applied, sectionMissingCheck("sgx", "SGX")], claims);
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
    ...endorsementChecks("sgx", demands, endorsements),
    ...expectedChecks(input),
    ...attributeChecks(demands.attributes, quote.body.report),
    ...fieldChecks(demands, quote.body.report),
    ...platformChecks("sgx", demands, endorsements),
  ];
  return verdictOf(checks, { ...claims, ...platformClaims(endorsements) });
}

function expectedChecks({ quote, expectedReportData, expectedMrEnclave }: SgxAppraisalInput): readonly Check[] {
  const { report } = quote.body;
  const checks: Check[] = [];
  if (expectedReportData !== undefined)
    checks.push(enclaveReportDataCheck("sgx.report-data", expectedReportData, report));
  if (expectedMrEnclave !== undefined) checks.push(expectedMrEnclaveCheck(expectedMrEnclave, report));
  return checks;
}
