import type { ClaimedBoot, VtpmBytes } from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";

/** What a file of evidence holds: a report, or what a TPM says of a boot, or both, and whatever came with it. */
export type Evidence = {
  /** Absent only where a TPM alone speaks. */
  readonly report?: AttestationReport;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** What the file itself says that it is about; only a bundle does. */
  readonly bundle?: BundleFacts;
  readonly claimedBoot?: ClaimedBoot;
  /** What was found out besides the report's own checks. */
  readonly checks: readonly Check[];
  readonly claims: Readonly<Record<string, unknown>>;
};

/** What ties a bundle together. */
export type BundleFacts = {
  readonly machineId: string;
  readonly headerDigest: string;
  /** 64 bytes. */
  readonly binding: Uint8Array;
  readonly vtpm?: { readonly bytes: VtpmBytes; readonly attestationKeyName: Uint8Array };
};
