import { randomBytes } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import { createSecureProcessor, createSevPlatform, type SecureProcessorOptions, type SevPlatform } from "@sekisho/lab";
import { labCollateral, labEnclaveQuote, labTdQuote, testAuthority, testIntelAuthority } from "@sekisho/lab/testing";
import { buildSyntheticFirmware, buildTdxFirmware } from "@sekisho/reference-values/testing";
import { bootEvidence } from "../../../packages/appraisal/src/testing/measured-boot.ts";
import type { LaunchDigestTask } from "../tasks/launch-digest.ts";
import type { MeasuredBootTask } from "../tasks/tpm.ts";
import type { VerifyTask } from "../tasks/verify.ts";

/** Evidence of the lab's processor, with all certificates and the revocation list, at a moment when they are good. */
export async function labEvidence(options: SecureProcessorOptions = {}): Promise<VerifyTask> {
  const authority = await testAuthority();
  const processor = createSecureProcessor(authority, options);
  const guest = processor.launch({ launchDigest: new Uint8Array(48).fill(7) });
  const signer = processor.endorsement.certificate;
  return {
    kind: "verify",
    technology: "sev-snp",
    file: guest.report(new Uint8Array(randomBytes(64)), 0).report,
    certificates: [signer, ...[authority.ask, authority.asvk, authority.ark].map(({ certificate }) => certificate)],
    crls: [authority.crl()],
    collateral: [],
    at: new Date().toISOString(),
    roots: [authority.rootDigest],
  };
}

/** A quote of the lab's, with all that the lab's Intel says of its platform. */
export async function labQuote(technology: "tdx" | "sgx"): Promise<VerifyTask> {
  const { rootDigest } = await testIntelAuthority();
  const { certificates, crls, documents } = await labCollateral(technology);
  return {
    kind: "verify",
    technology: "quote",
    file: await (technology === "tdx" ? labTdQuote() : labEnclaveQuote()),
    certificates,
    crls,
    collateral: documents.map(toUtf8),
    at: new Date().toISOString(),
    roots: [rootDigest],
  };
}

/** A platform of the lab with SEV, and the root that its keys lead to. */
export async function sevPlatform(): Promise<{ readonly platform: SevPlatform; readonly rootDigest: string }> {
  const authority = await testAuthority();
  return { platform: createSevPlatform(authority), rootDigest: authority.rootDigest };
}

/** A boot with an SVSM's TPM, quoted by keys in software; `signature` replaces the quote's. */
export async function softwareBoot(signature?: Uint8Array): Promise<MeasuredBootTask> {
  const { report, machine, vtpm, ...boot } = await bootEvidence();
  if (report === undefined || machine === undefined) throw new Error("the evidence has no report or no machine");
  const { id, vtpm: expected, knownBoots, knownLaunches } = machine;
  return {
    kind: "measured-boot",
    boot: {
      ...boot,
      vtpm: signature === undefined ? vtpm : { ...vtpm, signature },
      at: new Date("2026-11-23T12:00:00Z"),
    },
    machine: { id, vtpm: expected, knownBoots, knownLaunches },
    report: report.bytes,
  };
}

/** A machine whose firmware has tables and no code. */
export const syntheticMachine: LaunchDigestTask = {
  kind: "launch-digest",
  technology: "sev-snp",
  firmware: buildSyntheticFirmware(),
  boot: {
    kernel: new Uint8Array(5000).fill(1),
    initrd: new Uint8Array(70_000).fill(2),
    commandLine: "console=ttyS0 panic=-1",
  },
  shape: { vcpus: 4, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x1" },
};

/** A TD whose firmware has TDX metadata and no code. */
export const syntheticTd: LaunchDigestTask = { ...syntheticMachine, technology: "tdx", firmware: buildTdxFirmware() };
