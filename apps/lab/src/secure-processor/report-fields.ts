import { productFacts, type Product, type Tcb } from "../ca/product.ts";

/** AMD's firmware version, as reports spell it in three bytes. */
export type FirmwareVersion = { readonly major: number; readonly minor: number; readonly build: number };

/** PLATFORM_INFO (SEV-SNP ABI 1.58, table 24). */
export const platformInfo = {
  smtEnabled: 1n << 0n,
  tsmeEnabled: 1n << 1n,
  eccEnabled: 1n << 2n,
  raplDisabled: 1n << 3n,
  ciphertextHiding: 1n << 4n,
  aliasCheckComplete: 1n << 5n,
} as const;

/** POLICY (SEV-SNP ABI 1.58, table 9): the bits that the lab's scenarios set. */
export const guestPolicy = {
  smtAllowed: 1n << 16n,
  /** Always one. */
  reserved: 1n << 17n,
  migrationAgentAllowed: 1n << 18n,
  debugAllowed: 1n << 19n,
  singleSocket: 1n << 20n,
} as const;

/** SMT allowed and nothing else, as QEMU launches guests unless told otherwise: 0x30000. */
export const usualPolicy: bigint = guestPolicy.smtAllowed | guestPolicy.reserved;

/**
 * Every field of an attestation report (SEV-SNP ABI 1.58, table 23), but the signature. Byte arrays have the length that
 * the table gives; TCBs are eight-byte numbers, as their layout hangs on the product.
 */
export type ReportFields = {
  readonly version: number;
  readonly guestSvn: number;
  readonly policy: bigint;
  readonly familyId: Uint8Array;
  readonly imageId: Uint8Array;
  readonly vmpl: number;
  /** 1: ECDSA P-384 with SHA-384. */
  readonly signatureAlgorithm: number;
  readonly currentTcb: bigint;
  readonly platformInfo: bigint;
  readonly authorKeyEnabled: boolean;
  readonly maskChipKey: boolean;
  /** 0: VCEK, 1: VLEK, 7: none. */
  readonly signingKey: number;
  readonly reportData: Uint8Array;
  readonly measurement: Uint8Array;
  readonly hostData: Uint8Array;
  readonly idKeyDigest: Uint8Array;
  readonly authorKeyDigest: Uint8Array;
  readonly reportId: Uint8Array;
  /** All ones where there is no migration agent. */
  readonly reportIdMigrationAgent: Uint8Array;
  readonly reportedTcb: bigint;
  /** From version 3 on; written as zero before. */
  readonly cpuid: { readonly family: number; readonly model: number; readonly stepping: number };
  readonly chipId: Uint8Array;
  readonly committedTcb: bigint;
  readonly currentVersion: FirmwareVersion;
  readonly committedVersion: FirmwareVersion;
  readonly launchTcb: bigint;
  /** From version 5 on; written as zero before. */
  readonly launchMitigationVector: bigint;
  readonly currentMitigationVector: bigint;
};

/** What the lab's chips say of themselves unless a test wants it otherwise. */
export function usualFields(product: Product, encodedTcb: bigint): ReportFields {
  const firmware = { major: 1, minor: 58, build: 1 };
  return {
    version: 5,
    guestSvn: 0,
    policy: usualPolicy,
    familyId: new Uint8Array(16),
    imageId: new Uint8Array(16),
    vmpl: 0,
    signatureAlgorithm: 1,
    currentTcb: encodedTcb,
    platformInfo: platformInfo.smtEnabled | platformInfo.eccEnabled | platformInfo.aliasCheckComplete,
    authorKeyEnabled: false,
    maskChipKey: false,
    signingKey: 0,
    reportData: new Uint8Array(64),
    measurement: new Uint8Array(48),
    hostData: new Uint8Array(32),
    idKeyDigest: new Uint8Array(48),
    authorKeyDigest: new Uint8Array(48),
    reportId: new Uint8Array(32),
    reportIdMigrationAgent: new Uint8Array(32).fill(0xff),
    reportedTcb: encodedTcb,
    cpuid: productFacts[product].cpuid,
    chipId: new Uint8Array(64),
    committedTcb: encodedTcb,
    currentVersion: firmware,
    committedVersion: firmware,
    launchTcb: encodedTcb,
    launchMitigationVector: 0n,
    currentMitigationVector: 0n,
  };
}

/** The TCB one step behind in its microcode: for tests of TCB floors. */
export function olderTcb(tcb: Tcb): Tcb {
  return { ...tcb, microcode: Math.max(0, tcb.microcode - 1) };
}
