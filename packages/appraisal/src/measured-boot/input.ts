import type { TdxQuote } from "@sekisho/evidence/dcap";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import type { MeasuredBoot } from "@sekisho/reference-values";
import type { Policy } from "../policy/schema.ts";
import type { ClaimedBoot } from "../sev-snp/measurement.ts";

type VtpmFields = {
  /** TPMT_PUBLIC. */
  readonly endorsementKey: Uint8Array;
  /** DER. */
  readonly endorsementCertificate?: Uint8Array;
  /** DER, what leads from that certificate to a root, in any order. */
  readonly certificates?: readonly Uint8Array[];
  /** TPMT_PUBLIC. */
  readonly attestationKey: Uint8Array;
  /** TPMS_ATTEST. */
  readonly quote: Uint8Array;
  /** TPMT_SIGNATURE. */
  readonly signature: Uint8Array;
  /** Linux's binary_bios_measurements. */
  readonly firmwareLog: Uint8Array;
  /** systemd's tpm2-measure.log. */
  readonly userspaceLog?: Uint8Array;
  /** Linux's binary_runtime_measurements. */
  readonly imaLog?: Uint8Array;
};

/** What a TPM says of a boot, with what ties that TPM to the attestation report: the bytes of a bundle's `vtpm`. */
export type VtpmBytes =
  | (VtpmFields & { readonly provider: "svsm"; readonly servicesManifest: Uint8Array })
  | (VtpmFields & { readonly provider: "azure-hcl"; readonly hclReport: Uint8Array })
  | (VtpmFields & { readonly provider: "google" | "device" });
export type VtpmProvider = VtpmBytes["provider"];

/** Who the machine's owner says holds the TPM; for those that no report speaks for, which keys and roots are known. */
export type ExpectedVtpm =
  | { readonly provider: "svsm" | "azure-hcl" }
  | {
      readonly provider: "google" | "device";
      /** SHA-256 over the TPMT_PUBLIC, hexadecimal. */
      readonly endorsementKeys: readonly string[];
      /** SHA-256 over the SubjectPublicKeyInfo of manufacturers' roots, hexadecimal. */
      readonly roots: readonly string[];
    };

/** A launch that is known to be good: only what an appraisal needs of it. */
export type KnownLaunch = {
  readonly name: string;
  /** Hexadecimal. */
  readonly launchDigest: string;
  /** The SVSM that the digest covers; null where it covers none. */
  readonly svsm?: { readonly version: string } | null;
};

/** Evidence of a TPM, and what it is held against before any signature is looked at. */
export type MeasuredBootInput = {
  readonly policy: Policy;
  readonly vtpm: VtpmBytes;
  /** The binding of the bundle: 64 bytes. */
  readonly binding: Uint8Array;
  /** The name that stands in the binding. */
  readonly attestationKeyName: Uint8Array;
  /** The report of the confidential VM; absent for a machine without one. */
  readonly report?: AttestationReport;
  /** The same of a TD. */
  readonly quote?: TdxQuote;
  /** Absent where nothing is known about the machine: then the boot can be shown, but not known. */
  readonly machine?: {
    readonly id: string;
    readonly vtpm: ExpectedVtpm;
    readonly knownBoots: readonly MeasuredBoot[];
    readonly knownLaunches: readonly KnownLaunch[];
    /** Whether a command line names this machine and no other (release's `namesMachine`). */
    readonly namesMachine: (commandLine: string, machineId: string) => boolean;
  };
  /** What the guest says it was started with; it is believed only where it hashes to what was measured. */
  readonly claimedBoot?: ClaimedBoot;
};
