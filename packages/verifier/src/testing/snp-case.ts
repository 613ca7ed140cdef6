import { randomUUID } from "node:crypto";
import { toBase64, toHex, toUtf8 } from "@sekisho/encoding";
import {
  createSecureProcessor,
  guestPolicy,
  productFacts,
  usualPolicy,
  type LabAuthority,
  type SecureProcessorOptions,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import {
  computeSnpLaunchDigest,
  describeFirmware,
  hashKernelFiles,
  type FirmwareSummary,
  type ReferenceValue,
  type Shape,
} from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import type { EvidenceBundle, Machine } from "@sekisho/release";
import { bundleOf, endorsementsOf, labMachine, type LabCase } from "./lab-case.ts";

/** The files of a direct boot; kernel and initrd are their contents, and the kernel's its version besides. */
export type Boot = {
  readonly kernel: string;
  readonly initrd: string;
  readonly commandLine: string;
  readonly shape: Shape;
  /** Whether the launch measures them. */
  readonly hashed: boolean;
};

/** What is otherwise than with an honest guest on a machine of the lab. */
export type SnpChange = {
  readonly boot?: Partial<Boot>;
  readonly claimed?: EvidenceBundle["claimedBoot"] | null;
  readonly bundle?: Partial<EvidenceBundle>;
  /** After the report was made: another guest's key, say. */
  readonly stolen?: Partial<EvidenceBundle>;
  readonly processor?: SecureProcessorOptions;
  readonly authority?: LabAuthority;
  readonly debug?: boolean;
  readonly vmpl?: number;
  /** A bit of the report to turn. */
  readonly flip?: number;
  readonly without?: readonly ("certificates" | "crls")[];
  readonly revoked?: boolean;
  readonly at?: Date;
  readonly machine?: Partial<Machine>;
  readonly policy?: string;
};

const shape = { vcpus: 2, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" } as const;

/** An SEV-SNP machine that boots directly, whose launch digests are really computed; two of its boots are known. */
export async function snpCase(change: SnpChange = {}): Promise<LabCase> {
  const authority = await testAuthority("Genoa");
  const id = randomUUID();
  const commandLine = `root=/dev/mapper/root ro panic=-1 sekisho.machine=${id}`;
  const usual: Boot = { kernel: "6.12.108", initrd: "initrd B", commandLine, shape, hashed: true };
  const machine = labMachine(id, {
    referenceValues: [
      await referenceValue({ ...usual, kernel: "6.12.107", initrd: "initrd A" }, "2026-10-01T00:00:00.000Z"),
      await referenceValue(usual, "2026-11-01T00:00:00.000Z"),
    ],
    additionalRoots: [authority.rootDigest],
    ...change.machine,
  });
  const boot = { ...usual, ...change.boot };
  const processor = createSecureProcessor(change.authority ?? authority, change.processor);
  const launched = processor.launch({
    launchDigest: await digestOf(boot),
    policy: change.debug === true ? usualPolicy | guestPolicy.debugAllowed : usualPolicy,
  });
  const claimedBoot = change.claimed ?? { commandLine: boot.commandLine, kernelVersion: boot.kernel };
  const claims = change.claimed === null ? {} : { claimedBoot };
  const bundle = await bundleOf(machine, { ...claims, ...change.bundle }, (binding) => {
    const { report } = launched.report(binding, change.vmpl ?? 0);
    if (change.flip !== undefined) report[change.flip] = (report[change.flip] ?? 0) ^ 1;
    return { evidence: { technology: "sev-snp", report: toBase64(report) } };
  });
  const { ark, ask, asvk } = change.authority ?? authority;
  const crl = authority.crl(change.revoked === true ? { revoked: [productFacts.Genoa.serialNumbers.ask] } : {});
  const certificates = [processor.endorsement, ask, asvk, ark].map(({ certificate }) => certificate);
  const has = (what: "certificates" | "crls"): boolean => change.without?.includes(what) !== true;
  return {
    detail: {
      number: 1,
      evidence: { ...bundle, ...change.stolen },
      endorsements: endorsementsOf({
        certificates: has("certificates") ? certificates : [],
        crls: has("crls") ? [crl] : [],
      }),
    },
    machine,
    policy: change.policy ?? null,
    at: change.at ?? new Date(),
  };
}

let firmware: FirmwareSummary | undefined;

async function syntheticFirmware(): Promise<FirmwareSummary> {
  const described = await describeFirmware(buildSyntheticFirmware(), "ovmf 2026.08");
  if (!described.ok) throw new Error(described.error.field);
  firmware ??= described.value;
  return firmware;
}

const filesOf = ({ kernel, initrd, commandLine }: Boot) => ({
  kernel: toUtf8(kernel),
  initrd: toUtf8(initrd),
  commandLine,
});

async function digestOf(boot: Boot): Promise<Uint8Array> {
  const kernelHashes = boot.hashed ? { kernelHashes: await hashKernelFiles(filesOf(boot)) } : {};
  return computeSnpLaunchDigest({ firmware: await syntheticFirmware(), shape: boot.shape, ...kernelHashes });
}

async function referenceValue(boot: Boot, addedAt: string): Promise<ReferenceValue> {
  const hashes = await hashKernelFiles(filesOf(boot));
  return {
    name: `kernel ${boot.kernel}`,
    addedAt,
    launchDigest: toHex(await digestOf(boot)),
    firmware: await syntheticFirmware(),
    kernel: { sha256: toHex(hashes.kernel), version: boot.kernel },
    initrd: { sha256: toHex(hashes.initrd) },
    commandLine: boot.commandLine,
    shape: boot.shape,
  };
}
