import type { TcbStatus } from "./tcb-status.ts";

/** What Intel's services say about a platform, as far as it was given. Nothing in it is to be believed before it is verified. */
export type IntelCollateral = {
  readonly documents: readonly CollateralDocument[];
  /** DER, in any order: of the signers of documents and lists. */
  readonly certificates: readonly Uint8Array[];
  /** DER. */
  readonly crls: readonly Uint8Array[];
};

/** A signed document of Intel's Provisioning Certification Service. */
export type CollateralDocument = TcbInfoDocument | EnclaveIdentityDocument;

type Signed = {
  /** The bytes that are signed: the inner JSON object exactly as it was given. */
  readonly signedBytes: Uint8Array;
  /** R ‖ S, big-endian, 64 bytes; ECDSA with P-256 and SHA-256. */
  readonly signature: Uint8Array;
  /** DER, as they came with the document; empty where they stand among other certificates. */
  readonly issuerChain: readonly Uint8Array[];
};

/** The TCB levels of one kind of platform. */
export type TcbInfoDocument = Signed & { readonly kind: "tcb-info"; readonly content: TcbInfo };

/** What a genuine quoting enclave looks like, and its levels. */
export type EnclaveIdentityDocument = Signed & { readonly kind: "enclave-identity"; readonly content: EnclaveIdentity };

/** What every document says of itself. */
export type Validity = {
  readonly issueDate: Date;
  readonly nextUpdate: Date;
  /** Grows by one with each TCB recovery; guards against documents from before one. */
  readonly tcbEvaluationDataNumber: number;
};

/** A level that is reached, and what it is worth. */
export type TcbLevel<Tcb> = {
  readonly tcb: Tcb;
  readonly tcbStatus: TcbStatus;
  readonly tcbDate: Date;
  readonly advisoryIds: readonly string[];
};

/** What a platform must reach: each number at least. */
export type PlatformTcb = {
  /** 16 security version numbers. */
  readonly sgxComponents: readonly number[];
  readonly pceSvn: number;
  /** 16 security version numbers; undefined in documents about SGX. */
  readonly tdxComponents: readonly number[] | undefined;
};

/** TCB info, version 2 (SGX) or 3 (SGX and TDX). Identifiers are hexadecimal, lower case. */
export type TcbInfo = Validity & {
  readonly version: 2 | 3;
  readonly technology: "sgx" | "tdx";
  readonly fmspc: string;
  readonly pceId: string;
  /** Best level first. */
  readonly tcbLevels: readonly TcbLevel<PlatformTcb>[];
  /** Who signed the TDX module of version 0; undefined in documents about SGX. */
  readonly tdxModule: TdxModuleSigner | undefined;
  /** The versioned TDX modules, best level of each first. */
  readonly tdxModuleIdentities: readonly TdxModuleIdentity[];
};

/** What a TD report must say of its TDX module. */
export type TdxModuleSigner = {
  /** 48 bytes. */
  readonly mrSigner: Uint8Array;
  /** 8 bytes each, in the byte order of the report. */
  readonly attributes: Uint8Array;
  readonly attributesMask: Uint8Array;
};

/** One version of the TDX module: "TDX_01" and so on. */
export type TdxModuleIdentity = TdxModuleSigner & {
  readonly id: string;
  readonly tcbLevels: readonly TcbLevel<{ readonly isvSvn: number }>[];
};

/** Enclave identity, version 2. */
export type EnclaveIdentity = Validity & {
  readonly id: "QE" | "TD_QE" | "QVE";
  readonly version: 2;
  /** 4 bytes each, in the byte order of a report. */
  readonly miscSelect: Uint8Array;
  readonly miscSelectMask: Uint8Array;
  /** 16 bytes each: flags and XFRM, in the byte order of a report. */
  readonly attributes: Uint8Array;
  readonly attributesMask: Uint8Array;
  readonly mrSigner: Uint8Array;
  readonly isvProdId: number;
  /** Best level first. */
  readonly tcbLevels: readonly TcbLevel<{ readonly isvSvn: number }>[];
};

/** All that was given, as one. */
export function joinCollateral(parts: readonly IntelCollateral[]): IntelCollateral {
  return {
    documents: parts.flatMap(({ documents }) => documents),
    certificates: parts.flatMap(({ certificates }) => certificates),
    crls: parts.flatMap(({ crls }) => crls),
  };
}
