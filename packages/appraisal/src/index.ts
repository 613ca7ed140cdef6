/** Claims, policy and reference values in, verdict with reasons out. */
export { verdictOf, type Verdict } from "./verdict.ts";
export { policyJsonSchema, policySchema, type Policy } from "./policy/schema.ts";
export { type ApprovalPolicy } from "./policy/approval-schema.ts";
export { type SevSnpPolicy } from "./policy/sev-snp-schema.ts";
export { parsePolicy, type ParsedPolicy, type PolicyProblem } from "./policy/parse.ts";
export { authenticPolicy, builtInPolicies, strictPolicy, withAdditionalRoots } from "./policy/built-in.ts";
export { compareCommandLines, type CommandLineDifference } from "./explain/command-line.ts";
export { searchLaunch, type SearchEffort, type SearchResult } from "./explain/search.ts";
export { type ClaimedBoot } from "./sev-snp/measurement.ts";
export { reportDataCheck } from "./sev-snp/report-fields.ts";
export { precheckSevSnp, type SevSnpPrecheckInput } from "./sev-snp/precheck.ts";
export { appraiseSevSnp, type SevSnpAppraisalInput } from "./sev-snp/appraise.ts";
export { appliedPolicyCheck } from "./policy/applied.ts";
export { type DcapPolicy } from "./policy/dcap-schema.ts";
export { type TdxPolicy } from "./policy/tdx-schema.ts";
export { type SgxPolicy } from "./policy/sgx-schema.ts";
export { appraiseTdx, isSignedTd, type DcapEndorsements, type TdxAppraisalInput } from "./tdx/appraise.ts";
export { azureTdChecks } from "./tdx/azure-hcl.ts";
export { readRtmrLog } from "./tdx/event-log.ts";
export { tdReportDataCheck } from "./tdx/fields.ts";
export { precheckTdx, type TdxPrecheckInput } from "./tdx/precheck.ts";
export { appraiseSgx, type SgxAppraisalInput } from "./sgx/appraise.ts";
export { type SevPolicy } from "./policy/sev-schema.ts";
export { appraiseSev, appraiseSevPlatform, type SevAppraisalInput, type SevPlatformInput } from "./sev/appraise.ts";
export { type MeasuredBootPolicy } from "./policy/measured-boot-schema.ts";
export {
  appraiseMeasuredBoot,
  endorsementKeyDigest,
  expectedReportData,
  learnablePcrs,
  learnableRtmrs,
  learnBoot,
  precheckMeasuredBoot,
  readMeasuredLog,
  type ExpectedVtpm,
  type KnownLaunch,
  type Lesson,
  type LessonInput,
  type LoggedEvent,
  type MeasuredBootAppraisal,
  type MeasuredBootAppraisalInput,
  type MeasuredBootInput,
  type PcrFinding,
  type ReportTie,
  type VtpmBytes,
  type VtpmProvider,
  withLearnedBoot,
} from "./measured-boot/index.ts";
export { appraisalCatalogue } from "./locales/index.ts";
export {
  advisoryTableSchema,
  type AdvisoryTable,
  type AmdAdvisory,
  type IntelAdvisory,
  type InvisibleAttack,
} from "./advisories/schema.ts";
export { builtInAdvisories, parseAdvisories, type ParsedAdvisories } from "./advisories/table.ts";
export { type Exposure, type ExposureStatus } from "./advisories/exposure.ts";
export { exposuresOfReport } from "./advisories/report-exposures.ts";
export { exposuresOfQuote, type PlatformTcb, type UnknownTcb } from "./advisories/quote-exposures.ts";
export { tcbOfQuote } from "./advisories/quote-tcb.ts";
