import { sign, type KeyObject } from "node:crypto";
import { ByteWriter, concatBytes } from "@sekisho/encoding";
import type { FirmwareVersion, ReportFields } from "./report-fields.ts";

/** Where the signature begins: everything before is signed (SEV-SNP ABI 1.58, table 23). */
export const signatureOffset = 0x2a0;
const reportLength = 1184;

/** Versions from which on a field exists; before, its place is reserved and zero. */
const since = { cpuid: 3, mitigationVectors: 5 } as const;

/**
 * The signed part of an attestation report: 0x2a0 bytes, little-endian throughout. Every field is written as given, so a
 * test can write what no chip would; only bytes that a version reserves are zero.
 *
 * @throws RangeError when a byte array does not have the length that the ABI gives it
 */
export function writeReportBody(fields: ReportFields): Uint8Array {
  const writer = new ByteWriter();
  const fixed = (name: string, bytes: Uint8Array, length: number): void => {
    if (bytes.length !== length) throw new RangeError(`${name}: ${bytes.length} bytes instead of ${length}`);
    writer.bytes(bytes);
  };
  writer.u32le(fields.version).u32le(fields.guestSvn).u64le(fields.policy);
  fixed("FAMILY_ID", fields.familyId, 16);
  fixed("IMAGE_ID", fields.imageId, 16);
  writer.u32le(fields.vmpl).u32le(fields.signatureAlgorithm).u64le(fields.currentTcb).u64le(fields.platformInfo);
  writer.u32le(keyFlags(fields)).u32le(0);
  fixed("REPORT_DATA", fields.reportData, 64);
  fixed("MEASUREMENT", fields.measurement, 48);
  fixed("HOST_DATA", fields.hostData, 32);
  fixed("ID_KEY_DIGEST", fields.idKeyDigest, 48);
  fixed("AUTHOR_KEY_DIGEST", fields.authorKeyDigest, 48);
  fixed("REPORT_ID", fields.reportId, 32);
  fixed("REPORT_ID_MA", fields.reportIdMigrationAgent, 32);
  writer.u64le(fields.reportedTcb);
  if (fields.version >= since.cpuid) {
    writer.u8(fields.cpuid.family).u8(fields.cpuid.model).u8(fields.cpuid.stepping);
  }
  writer.padTo(0x1a0);
  fixed("CHIP_ID", fields.chipId, 64);
  writer.u64le(fields.committedTcb);
  writeVersion(writer, fields.currentVersion);
  writeVersion(writer, fields.committedVersion);
  writer.u64le(fields.launchTcb);
  if (fields.version >= since.mitigationVectors) {
    writer.u64le(fields.launchMitigationVector).u64le(fields.currentMitigationVector);
  }
  return writer.padTo(signatureOffset).finish();
}

/** Bit 0 AUTHOR_KEY_EN, bit 1 MASK_CHIP_KEY, bits 4:2 SIGNING_KEY. */
function keyFlags({ authorKeyEnabled, maskChipKey, signingKey }: ReportFields): number {
  return (authorKeyEnabled ? 1 : 0) | (maskChipKey ? 2 : 0) | (signingKey << 2);
}

function writeVersion(writer: ByteWriter, { major, minor, build }: FirmwareVersion): void {
  writer.u8(build).u8(minor).u8(major).u8(0);
}

/** A whole report, 1184 bytes: the body and its ECDSA P-384 signature with SHA-384, R and S little-endian in 72 bytes each. */
export function signReport(body: Uint8Array, key: KeyObject): Uint8Array {
  const signature = new Uint8Array(sign("sha384", body, { key, dsaEncoding: "ieee-p1363" }));
  const padded = (component: Uint8Array): Uint8Array => concatBytes(component.toReversed(), new Uint8Array(72 - 48));
  return new ByteWriter()
    .bytes(body)
    .bytes(padded(signature.subarray(0, 48)))
    .bytes(padded(signature.subarray(48)))
    .padTo(reportLength)
    .finish();
}
