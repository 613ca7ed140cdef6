import { tcbComponentsOf } from "./tcb-text.ts";
import type { AttestationReport, GuestPolicy, PlatformInfo } from "@sekisho/evidence/sev-snp";
import { isAllZero } from "@sekisho/encoding";
import { message, type Message } from "@sekisho/messages";
import type { ReportField } from "./types.ts";
import { layOut, reserved, type Layout } from "./walk.ts";

const source = "SEV-SNP ABI 1.58, table 23";

/** Every byte of an ATTESTATION_REPORT, field by field. */
export function sevSnpFields(report: AttestationReport): readonly ReportField[] {
  return layOut(report.bytes, [...headOf(report), ...identityOf(report), ...firmwareOf(report)], source);
}

const says = (field: string, values: Readonly<Record<string, string | number>> = {}): Message =>
  message(`verifier.field.sev-snp.${field}`, values);

function headOf(report: AttestationReport): readonly Layout[] {
  const { version, policy, platformInfo } = report;
  return [
    ["VERSION", 4, says("version", { version })],
    ["GUEST_SVN", 4, says("guest-svn")],
    ["POLICY", 8, says(policy.debug ? "policy.debug" : "policy", { bits: setBits(policyBits, policy) })],
    ["FAMILY_ID", 16, says("family-id")],
    ["IMAGE_ID", 16, says("image-id")],
    ["VMPL", 4, vmplOf(report)],
    ["SIGNATURE_ALGO", 4, says(report.signatureAlgo === 1 ? "signature-algo" : "signature-algo.none")],
    ["CURRENT_TCB", 8, says("current-tcb", { levels: tcbComponentsOf(report.currentTcb) })],
    ["PLATFORM_INFO", 8, says("platform-info", { bits: setBits(platformBits, platformInfo) })],
    ["SIGNING_KEY, MASK_CHIP_KEY, AUTHOR_KEY_EN", 4, signerOf(report)],
    [reserved, 4],
    ["REPORT_DATA", 64, says("report-data")],
    ["MEASUREMENT", 48, says("measurement")],
    ["HOST_DATA", 32, says("host-data")],
    ["ID_KEY_DIGEST", 48, keyOf("id-key", report.idKeyDigest)],
    ["AUTHOR_KEY_DIGEST", 48, keyOf("author-key", report.authorKeyDigest)],
    ["REPORT_ID", 32, says("report-id")],
    ["REPORT_ID_MA", 32, says("report-id-ma")],
  ];
}

function identityOf(report: AttestationReport): readonly Layout[] {
  const { version, product } = report;
  const named = product === undefined ? says("cpuid.unknown") : says("cpuid", { product });
  const cpuid: readonly Layout[] = [
    ["CPUID_FAM_ID", 1, named],
    ["CPUID_MOD_ID", 1, named],
    ["CPUID_STEP", 1, says("cpuid-step")],
    [reserved, 21],
  ];
  return [
    ["REPORTED_TCB", 8, says("reported-tcb", { levels: tcbComponentsOf(report.reportedTcb) })],
    ...(version >= 3 ? cpuid : ([[reserved, 24]] as const)),
    ["CHIP_ID", 64, says(isAllZero(report.chipId) ? "chip-id.masked" : "chip-id")],
  ];
}

function firmwareOf(report: AttestationReport): readonly Layout[] {
  const version = (major: number, minor: number, build: number): string => `${major}.${minor}.${build}`;
  const current = { version: version(report.currentMajor, report.currentMinor, report.currentBuild) };
  const committed = { version: version(report.committedMajor, report.committedMinor, report.committedBuild) };
  const vectors: readonly Layout[] = [
    ["LAUNCH_MIT_VECTOR", 8, says("launch-mit-vector")],
    ["CURRENT_MIT_VECTOR", 8, says("current-mit-vector")],
    [reserved, 152],
  ];
  return [
    ["COMMITTED_TCB", 8, says("committed-tcb", { levels: tcbComponentsOf(report.committedTcb) })],
    ["CURRENT_BUILD", 1, says("current-version", current)],
    ["CURRENT_MINOR", 1, says("current-version", current)],
    ["CURRENT_MAJOR", 1, says("current-version", current)],
    [reserved, 1],
    ["COMMITTED_BUILD", 1, says("committed-version", committed)],
    ["COMMITTED_MINOR", 1, says("committed-version", committed)],
    ["COMMITTED_MAJOR", 1, says("committed-version", committed)],
    [reserved, 1],
    ["LAUNCH_TCB", 8, says("launch-tcb", { levels: tcbComponentsOf(report.launchTcb) })],
    ...(report.version >= 5 ? vectors : ([[reserved, 168]] as const)),
    ["SIGNATURE", 512, says("signature")],
  ];
}

const hostAsked = 0xffff_ffff;

function vmplOf({ vmpl }: AttestationReport): Message {
  return vmpl === hostAsked ? says("vmpl.host") : says("vmpl", { vmpl });
}

function signerOf({ signingKey }: AttestationReport): Message {
  switch (signingKey) {
    case "VCEK":
      return says("signing-key.vcek");
    case "VLEK":
      return says("signing-key.vlek");
    case "none":
      return says("signing-key.none");
  }
}

function keyOf(field: "id-key" | "author-key", digest: Uint8Array): Message {
  return isAllZero(digest) ? says(`${field}.none`) : says(field);
}

const policyBits = {
  SMT: "smt",
  MIGRATE_MA: "migrateMa",
  DEBUG: "debug",
  SINGLE_SOCKET: "singleSocket",
  CXL_ALLOW: "cxlAllow",
  MEM_AES_256_XTS: "memAes256Xts",
  RAPL_DIS: "raplDis",
  CIPHERTEXT_HIDING_DRAM: "ciphertextHidingDram",
  PAGE_SWAP_DISABLE: "pageSwapDisable",
} as const satisfies Record<string, keyof GuestPolicy>;

const platformBits = {
  SMT_EN: "smtEn",
  TSME_EN: "tsmeEn",
  ECC_EN: "eccEn",
  RAPL_DIS: "raplDis",
  CIPHERTEXT_HIDING_DRAM_EN: "ciphertextHidingDramEn",
  ALIAS_CHECK_COMPLETE: "aliasCheckComplete",
  TIO_EN: "tioEn",
} as const satisfies Record<string, keyof PlatformInfo>;

/** The bits that are set, by the specification's names. */
function setBits<Flags>(names: Readonly<Record<string, keyof Flags>>, flags: Flags): string {
  const set = Object.entries(names).filter(([, field]) => flags[field] === true);
  return set.length === 0 ? "–" : set.map(([name]) => name).join(", ");
}
