import type { ClaimedBoot } from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";

/** What a file of evidence holds: a report, and whatever came with it. */
export type Evidence = {
  readonly report: AttestationReport;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** What REPORT_DATA must be, where the file itself says so: a bundle's binding. */
  readonly binding?: Uint8Array;
  readonly claimedBoot?: ClaimedBoot;
  /** What was found out besides the report's own checks. */
  readonly checks: readonly Check[];
  readonly claims: Readonly<Record<string, unknown>>;
};
