/** What a TPM says of a boot, held against policy and known boots. */
export { appraiseMeasuredBoot, type MeasuredBootAppraisal, type MeasuredBootAppraisalInput } from "./appraise.ts";
export { endorsementKeyDigest } from "./endorsement-key.ts";
export type { ExpectedVtpm, KnownLaunch, MeasuredBootInput, VtpmBytes, VtpmProvider } from "./input.ts";
export {
  learnablePcrs,
  learnableRtmrs,
  learnBoot,
  withLearnedBoot,
  type Lesson,
  type LessonInput,
  type PcrFinding,
} from "./learn.ts";
export { precheckMeasuredBoot } from "./precheck.ts";
export { readMeasuredLog, type LoggedEvent, type MeasuredLog } from "./log.ts";
export { expectedReportData, type ReportTie } from "./report-data.ts";
