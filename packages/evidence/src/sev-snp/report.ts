import { MalformedError, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { readPlatformInfo, type PlatformInfo } from "./platform-info.ts";
import { parseGuestPolicy, type GuestPolicy } from "./policy.ts";
import { productOfCpuid, tcbLayoutOfFamily, type Product } from "./product.ts";
import { readTcbVersion, type TcbLayout, type TcbVersion } from "./tcb-version.ts";

/** The versions whose layout is known. Version 3 brought CPUID, version 5 the mitigation vectors. */
export type ReportVersion = 2 | 3 | 4 | 5;

/** Which kind of key signed the report; `none` where the host switched signing off. */
export type SigningKey = "VCEK" | "VLEK" | "none";

/**
 * An ATTESTATION_REPORT (SEV-SNP ABI 1.58, table 23), every field by its name there, in camel case. Digests, identifiers and
 * REPORT_DATA are the bytes as they stand in the report. A field that the report's version doesn't have is undefined.
 */
export type AttestationReport = {
  /** All 1184 bytes. */
  readonly bytes: Uint8Array;
  readonly version: ReportVersion;
  readonly guestSvn: number;
  readonly policy: GuestPolicy;
  readonly familyId: Uint8Array;
  readonly imageId: Uint8Array;
  /** 0 to 3 as the guest asked; 0xffffffff when the host asked. */
  readonly vmpl: number;
  /** 1 is ECDSA P-384 with SHA-384, 0 none. */
  readonly signatureAlgo: number;
  readonly currentTcb: TcbVersion;
  readonly platformInfo: PlatformInfo;
  readonly authorKeyEn: boolean;
  readonly maskChipKey: boolean;
  readonly signingKey: SigningKey;
  readonly reportData: Uint8Array;
  readonly measurement: Uint8Array;
  readonly hostData: Uint8Array;
  readonly idKeyDigest: Uint8Array;
  readonly authorKeyDigest: Uint8Array;
  readonly reportId: Uint8Array;
  readonly reportIdMa: Uint8Array;
  readonly reportedTcb: TcbVersion;
  /** Family, model and stepping with their extended parts added. */
  readonly cpuidFamId: number | undefined;
  readonly cpuidModId: number | undefined;
  readonly cpuidStep: number | undefined;
  /** 64 bytes; Turin uses the first 8, the others are zero. All zero under VLEK or MASK_CHIP_KEY. */
  readonly chipId: Uint8Array;
  readonly committedTcb: TcbVersion;
  readonly currentBuild: number;
  readonly currentMinor: number;
  readonly currentMajor: number;
  readonly committedBuild: number;
  readonly committedMinor: number;
  readonly committedMajor: number;
  readonly launchTcb: TcbVersion;
  readonly launchMitVector: bigint | undefined;
  readonly currentMitVector: bigint | undefined;
  /** R and S, little-endian, 72 bytes each. */
  readonly signature: { readonly r: Uint8Array; readonly s: Uint8Array };
  /** From CPUID; undefined in version 2, and for a processor that is not known. */
  readonly product: Product | undefined;
};

/** Bytes of a report, signature included. */
export const reportLength = 0x4a0;

/** Bytes that the signature covers, from the start. */
export const signedLength = 0x2a0;

const cpuidOffset = 0x188;

/**
 * Reads one attestation report of exactly 1184 bytes.
 *
 * Whole bytes that the version reserves must be zero: a known version has a known layout. Reserved *bits* of PLATFORM_INFO
 * and POLICY are kept instead, as firmware sets new ones without a new version. Nothing is to be believed before
 * `authenticateReport`.
 */
export function parseAttestationReport(bytes: Uint8Array): Parsed<AttestationReport> {
  return parseAll("SEV-SNP report", bytes, readReport);
}

/** Reads a report off the front of a longer input. */
export function readReport(outer: ByteReader): AttestationReport {
  const { offset: base } = outer;
  const bytes = outer.bytes("SEV-SNP report", reportLength);
  const report = parseAll("SEV-SNP report", bytes, (reader) => readFields(reader, bytes));
  if (report.ok) return report.value;
  throw new MalformedError({ ...report.error, offset: report.error.offset + base });
}

function readFields(reader: ByteReader, bytes: Uint8Array): AttestationReport {
  const version = readVersion(reader);
  const layout = tcbLayoutOfFamily(version >= 3 ? bytes[cpuidOffset] : undefined);
  const head = readHead(reader, layout);
  const identity = readIdentity(reader, layout, version);
  const firmware = readFirmware(reader, layout, version);
  const signature = { r: reader.bytes("SIGNATURE.R", 72), s: reader.bytes("SIGNATURE.S", 72) };
  reader.reserved("SIGNATURE reserved", reportLength - signedLength - 144);
  const { cpuidFamId, cpuidModId } = identity;
  const product =
    cpuidFamId === undefined || cpuidModId === undefined ? undefined : productOfCpuid(cpuidFamId, cpuidModId);
  return { bytes, version, ...head, ...identity, ...firmware, signature, product };
}

function readVersion(reader: ByteReader): ReportVersion {
  const version = reader.u32le("VERSION");
  if (version === 2 || version === 3 || version === 4 || version === 5) return version;
  return reader.fail("version", "VERSION", "2, 3, 4 or 5", `${version}`, reader.offset - 4);
}

function readHead(reader: ByteReader, layout: TcbLayout) {
  const guestSvn = reader.u32le("GUEST_SVN");
  const policy = readPolicy(reader);
  const familyId = reader.bytes("FAMILY_ID", 16);
  const imageId = reader.bytes("IMAGE_ID", 16);
  const vmpl = reader.u32le("VMPL");
  const signatureAlgo = reader.u32le("SIGNATURE_ALGO");
  const currentTcb = readTcbVersion(reader, "CURRENT_TCB", layout);
  const platformInfo = readPlatformInfo(reader.u64le("PLATFORM_INFO"));
  const keys = readKeyFlags(reader);
  reader.reserved("reserved at 0x4C", 4);
  return {
    guestSvn,
    policy,
    familyId,
    imageId,
    vmpl,
    signatureAlgo,
    currentTcb,
    platformInfo,
    ...keys,
    reportData: reader.bytes("REPORT_DATA", 64),
    measurement: reader.bytes("MEASUREMENT", 48),
    hostData: reader.bytes("HOST_DATA", 32),
    idKeyDigest: reader.bytes("ID_KEY_DIGEST", 48),
    authorKeyDigest: reader.bytes("AUTHOR_KEY_DIGEST", 48),
    reportId: reader.bytes("REPORT_ID", 32),
    reportIdMa: reader.bytes("REPORT_ID_MA", 32),
  };
}

function readPolicy(reader: ByteReader): GuestPolicy {
  const { offset } = reader;
  const policy = parseGuestPolicy(reader.u64le("POLICY"));
  if (!policy.ok) throw new MalformedError({ ...policy.error, offset });
  return policy.value;
}

const signingKeys: Readonly<Record<number, SigningKey>> = { 0: "VCEK", 1: "VLEK", 7: "none" };

function readKeyFlags(reader: ByteReader) {
  const { offset } = reader;
  const flags = reader.u32le("SIGNING_KEY");
  if (flags >>> 5 !== 0) reader.fail("reserved", "bits 5 to 31 at 0x48", "zero", `0x${flags.toString(16)}`, offset);
  const key = flags >>> 2;
  const signingKey = signingKeys[key];
  if (signingKey === undefined) reader.fail("value", "SIGNING_KEY", "0, 1 or 7", `${key}`, offset);
  return { authorKeyEn: (flags & 1) !== 0, maskChipKey: (flags & 2) !== 0, signingKey };
}

function readIdentity(reader: ByteReader, layout: TcbLayout, version: ReportVersion) {
  const reportedTcb = readTcbVersion(reader, "REPORTED_TCB", layout);
  const cpuid = version >= 3;
  const cpuidFamId = cpuid ? reader.u8("CPUID_FAM_ID") : undefined;
  const cpuidModId = cpuid ? reader.u8("CPUID_MOD_ID") : undefined;
  const cpuidStep = cpuid ? reader.u8("CPUID_STEP") : undefined;
  reader.reserved(cpuid ? "reserved at 0x18B" : "reserved at 0x188", cpuid ? 21 : 24);
  const chipId = reader.bytes("CHIP_ID", 64);
  return { reportedTcb, cpuidFamId, cpuidModId, cpuidStep, chipId };
}

function readFirmware(reader: ByteReader, layout: TcbLayout, version: ReportVersion) {
  const committedTcb = readTcbVersion(reader, "COMMITTED_TCB", layout);
  const currentBuild = reader.u8("CURRENT_BUILD");
  const currentMinor = reader.u8("CURRENT_MINOR");
  const currentMajor = reader.u8("CURRENT_MAJOR");
  reader.reserved("reserved at 0x1EB", 1);
  const committedBuild = reader.u8("COMMITTED_BUILD");
  const committedMinor = reader.u8("COMMITTED_MINOR");
  const committedMajor = reader.u8("COMMITTED_MAJOR");
  reader.reserved("reserved at 0x1EF", 1);
  const launchTcb = readTcbVersion(reader, "LAUNCH_TCB", layout);
  const vectors = version >= 5;
  const launchMitVector = vectors ? reader.u64le("LAUNCH_MIT_VECTOR") : undefined;
  const currentMitVector = vectors ? reader.u64le("CURRENT_MIT_VECTOR") : undefined;
  reader.reserved(vectors ? "reserved at 0x208" : "reserved at 0x1F8", vectors ? 152 : 168);
  const current = { currentBuild, currentMinor, currentMajor };
  const committed = { committedBuild, committedMinor, committedMajor };
  return { committedTcb, ...current, ...committed, launchTcb, launchMitVector, currentMitVector };
}
