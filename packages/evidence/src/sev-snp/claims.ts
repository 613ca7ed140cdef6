import { toHex } from "@sekisho/encoding";
import type { AttestationReport } from "./report.ts";
import type { TcbVersion } from "./tcb-version.ts";

/** A JSON value. */
type Json = string | number | boolean | null | { readonly [name: string]: Json };

/** What a report claims, as JSON: the ABI's names in camel case, bytes and 64-bit fields in hexadecimal. */
export type SevSnpClaims = { readonly [name: string]: Json };

/** The claims of a report. A field that its version lacks is left out. */
export function sevSnpClaims(report: AttestationReport): SevSnpClaims {
  return {
    technology: "sev-snp",
    version: report.version,
    guestSvn: report.guestSvn,
    policy: flags(report.policy),
    familyId: toHex(report.familyId),
    imageId: toHex(report.imageId),
    vmpl: report.vmpl,
    signatureAlgo: report.signatureAlgo,
    currentTcb: tcb(report.currentTcb),
    platformInfo: flags(report.platformInfo),
    authorKeyEn: report.authorKeyEn,
    maskChipKey: report.maskChipKey,
    signingKey: report.signingKey,
    reportData: toHex(report.reportData),
    measurement: toHex(report.measurement),
    hostData: toHex(report.hostData),
    idKeyDigest: toHex(report.idKeyDigest),
    authorKeyDigest: toHex(report.authorKeyDigest),
    reportId: toHex(report.reportId),
    reportIdMa: toHex(report.reportIdMa),
    reportedTcb: tcb(report.reportedTcb),
    ...defined("cpuidFamId", report.cpuidFamId),
    ...defined("cpuidModId", report.cpuidModId),
    ...defined("cpuidStep", report.cpuidStep),
    ...defined("product", report.product),
    chipId: toHex(report.chipId),
    committedTcb: tcb(report.committedTcb),
    currentBuild: report.currentBuild,
    currentMinor: report.currentMinor,
    currentMajor: report.currentMajor,
    committedBuild: report.committedBuild,
    committedMinor: report.committedMinor,
    committedMajor: report.committedMajor,
    launchTcb: tcb(report.launchTcb),
    ...defined("launchMitVector", vector(report.launchMitVector)),
    ...defined("currentMitVector", vector(report.currentMitVector)),
  };
}

function defined(name: string, value: Json | undefined): SevSnpClaims {
  return value === undefined ? {} : { [name]: value };
}

function vector(value: bigint | undefined): string | undefined {
  return value === undefined ? undefined : hex(value);
}

function hex(value: bigint): string {
  return `0x${value.toString(16).padStart(16, "0")}`;
}

function flags(fields: Readonly<Record<string, boolean | number | bigint>>): SevSnpClaims {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "bigint" ? hex(value) : value]),
  );
}

function tcb({ fmc, bootLoader, tee, snp, microcode }: TcbVersion): SevSnpClaims {
  return { ...defined("fmc", fmc), bootLoader, tee, snp, microcode };
}
