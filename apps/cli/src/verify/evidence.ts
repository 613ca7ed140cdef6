import type { ClaimedBoot, VtpmBytes } from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import type { AzureHclReport } from "@sekisho/evidence/azure-hcl";
import type { Quote } from "@sekisho/evidence/dcap";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";

/** What the hardware itself said, by its kind. */
export type HardwareEvidence =
  | { readonly kind: "report"; readonly report: AttestationReport }
  | { readonly kind: "quote"; readonly quote: Quote; readonly eventLog?: Uint8Array }
  /** An HCL report of Azure with a TDREPORT, which is believed only as far as a quote beside it goes. */
  | { readonly kind: "azure-td"; readonly hcl: AzureHclReport };

/** What a file of evidence holds: what the hardware said, or what a TPM says of a boot, or both, and whatever came with it. */
export type Evidence = {
  /** Absent only where a TPM alone speaks. */
  readonly hardware?: HardwareEvidence;
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** What the file itself says that it is about; only a bundle does. */
  readonly bundle?: BundleFacts;
  readonly claimedBoot?: ClaimedBoot;
  /** What was found out besides the hardware evidence's own checks. */
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
