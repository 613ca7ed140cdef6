import type { EnclaveReport } from "../sgx/enclave-report.ts";
import type { TdReport, TdReport15 } from "../tdx/td-report.ts";

/** What a quote is about. */
export type SgxBody = { readonly kind: "sgx"; readonly report: EnclaveReport };
export type TdBody =
  | { readonly kind: "td-1.0"; readonly report: TdReport }
  | { readonly kind: "td-1.5"; readonly report: TdReport15 };

/** Keys that can sign a quote; Intel's quoting enclaves use P-256, and reserve a number for P-384. */
export type AttestationKeyType = "ecdsa-p256" | "ecdsa-p384";

/** The quoting enclave's own report, which the PCK signs, and the bytes that tie the attestation key to it. */
export type QuotingEnclaveReport = {
  readonly report: EnclaveReport;
  /** The same as 384 bytes, exactly what the PCK signs. */
  readonly bytes: Uint8Array;
  /** R ‖ S, big-endian: 64 bytes. */
  readonly signature: Uint8Array;
  readonly authenticationData: Uint8Array;
};

/**
 * What leads from the quoting enclave to Intel. Type 5 is the PCK certificate chain, its certificates in DER in the order
 * in which they stand there, unread; every other type (1 to 3: an encrypted platform id and SVNs) has none.
 */
export type CertificationData =
  | { readonly kind: "pck-chain"; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: "other"; readonly type: number; readonly bytes: Uint8Array };

type QuoteParts = {
  readonly version: 3 | 4 | 5;
  readonly attestationKeyType: AttestationKeyType;
  /** SVNs of the quoting enclave and the provisioning certification enclave; version 3 only. */
  readonly qeSvn: number | undefined;
  readonly pceSvn: number | undefined;
  /** UUID of the quoting enclave's vendor: 16 bytes; Intel is 939a7233f79c4ca9940a0db3957f0607. */
  readonly qeVendorId: Uint8Array;
  /** 20 bytes of the quoting enclave; Intel's puts the platform's QE ID into the first 16. */
  readonly userData: Uint8Array;
  /** Header and body, in version 5 with the body's type and size between them: exactly what the attestation key signs. */
  readonly signedBytes: Uint8Array;
  /** R ‖ S, big-endian: 64 bytes; 96 of a P-384 key. */
  readonly signature: Uint8Array;
  /** x ‖ y, big-endian: 64 bytes; 96 of a P-384 key. */
  readonly attestationKey: Uint8Array;
  readonly qeReport: QuotingEnclaveReport;
  readonly certificationData: CertificationData;
};

export type SgxQuote = QuoteParts & { readonly technology: "sgx"; readonly body: SgxBody };
export type TdxQuote = QuoteParts & { readonly technology: "tdx"; readonly body: TdBody };

/** An ECDSA quote of Intel's DCAP: version 3 (SGX), 4 (SGX, TDX 1.0) or 5 (SGX, TDX 1.0, TDX 1.5). */
export type Quote = SgxQuote | TdxQuote;
