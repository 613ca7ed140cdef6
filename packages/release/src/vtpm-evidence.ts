import { z } from "zod";
import { base64Schema } from "@sekisho/encoding/schemas";

/** Who holds the TPM: an SVSM or Azure's paravisor inside the confidential VM, Google's hypervisor outside of it, or a chip. */
export const vtpmProviderSchema = z.enum(["svsm", "azure-hcl", "google", "device"]);
export type VtpmProvider = z.infer<typeof vtpmProviderSchema>;

/** The PCRs that a guest quotes, of the SHA-256 bank: all but those that anybody, or nobody of the boot, can extend. */
export const quotedPcrs: readonly number[] = Array.from({ length: 16 }, (_, pcr) => pcr);

const kibibyte = 1024;

const vtpmFields = {
  /** TPMT_PUBLIC of the endorsement key. */
  endorsementKey: base64Schema(2 * kibibyte),
  /** DER, as the TPM's NV memory has it; absent where it has none. */
  endorsementCertificate: base64Schema(8 * kibibyte).optional(),
  /** DER: what leads from that certificate to a root. */
  certificates: z
    .array(base64Schema(8 * kibibyte))
    .max(8)
    .optional(),
  /** TPMT_PUBLIC of the attestation key, whose name stands in the binding. */
  attestationKey: base64Schema(2 * kibibyte),
  /** TPMS_ATTEST over {@link quotedPcrs}; its extraData is SHA-256 of the binding. */
  quote: base64Schema(2 * kibibyte),
  /** TPMT_SIGNATURE over the quote. */
  signature: base64Schema(2 * kibibyte),
  /** Linux's binary_bios_measurements: what firmware and boot loader say they measured. */
  firmwareLog: base64Schema(512 * kibibyte),
  /** systemd's tpm2-measure.log. */
  userspaceLog: base64Schema(64 * kibibyte).optional(),
  /** Linux's binary_runtime_measurements (IMA). */
  imaLog: base64Schema(256 * kibibyte).optional(),
};

/** What a TPM says of a boot, with what ties that TPM to the attestation report. */
export const vtpmEvidenceSchema = z.discriminatedUnion("provider", [
  /** The services manifest (the bare TPMT_PUBLIC of the endorsement key): REPORT_DATA is SHA-512(binding ‖ manifest). */
  z.strictObject({ provider: z.literal("svsm"), ...vtpmFields, servicesManifest: base64Schema(2 * kibibyte) }),
  /** The HCL report, read after the binding was written: REPORT_DATA is SHA-256(runtime data) ‖ zeros. */
  z.strictObject({ provider: z.literal("azure-hcl"), ...vtpmFields, hclReport: base64Schema(8 * kibibyte) }),
  z.strictObject({ provider: z.literal("google"), ...vtpmFields }),
  z.strictObject({ provider: z.literal("device"), ...vtpmFields }),
]);
export type VtpmEvidence = z.infer<typeof vtpmEvidenceSchema>;
