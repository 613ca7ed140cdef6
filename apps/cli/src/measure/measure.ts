import { stat } from "node:fs/promises";
import { fromHex, malformedMessage } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import {
  computeSevEsLaunchDigest,
  computeSevLaunchDigest,
  computeSnpLaunchDigest,
  computeSvsmLaunchDigest,
  describeFirmware,
  hashKernelFiles,
  MeasureError,
  type KernelHashes,
} from "@sekisho/reference-values";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { signatureOption, vcpuCount, wholeNumber, type MeasureOptions, type Mode } from "./options.ts";

/** Initrds with a whole system in them exist; nothing sensible is larger. */
export const largestArtifact = 2 ** 30;
const sha384Size = 48;

/**
 * The launch digest that the options describe: 48 bytes for SEV-SNP, 32 for SEV-ES and SEV.
 *
 * @throws UsageError or MeasureError that says what to do
 */
export async function measure(mode: Mode, options: MeasureOptions): Promise<Uint8Array> {
  demandFittingOptions(mode, options);
  const ovmf = await readInput(options.ovmf, largestArtifact);
  switch (mode) {
    case "sev":
      return await computeSevLaunchDigest({ ovmf, ...(await readKernelHashes(options)) });
    case "sev-es":
      return await computeSevEsLaunchDigest({
        ovmf,
        ...(await readKernelHashes(options)),
        vcpus: vcpuCount(mode, options),
        signature: signatureOption(options),
        vmmType: options.vmmType,
      });
    case "snp":
      if (options.svsm !== undefined) return await measureSvsm(ovmf, options.svsm, options);
      return await measureSnp(ovmf, options);
  }
}

async function measureSnp(ovmf: Uint8Array, options: MeasureOptions): Promise<Uint8Array> {
  const vcpus = vcpuCount("snp", options);
  const signature = signatureOption(options);
  const features = wholeNumber("--guest-features", options.guestFeatures, 0n, (1n << 64n) - 1n);
  const known = volumeDigestOption(options.snpOvmfHash);
  const firmware = await describeFirmware(ovmf, "", known === undefined ? {} : { volumeDigest: known });
  if (!firmware.ok) throw new MeasureError(malformedMessage(options.ovmf, firmware.error));
  const shape = {
    vcpus,
    vcpuType: `0x${signature.toString(16)}`,
    vmmType: options.vmmType,
    guestFeatures: `0x${features.toString(16)}`,
  };
  return await computeSnpLaunchDigest({ firmware: firmware.value, ...(await readKernelHashes(options)), shape });
}

async function measureSvsm(ovmf: Uint8Array, path: string, options: MeasureOptions): Promise<Uint8Array> {
  const { varsSize, varsFile } = options;
  if ((varsSize === undefined) === (varsFile === undefined)) {
    throw new UsageError(message("cli.measure.svsm-variables"));
  }
  const most = 2n ** 32n - 1n;
  return await computeSvsmLaunchDigest({
    ovmf,
    svsm: await readInput(path, largestArtifact),
    variablesSize:
      varsFile === undefined ? Number(wholeNumber("--vars-size", varsSize ?? "", 0n, most)) : await size(varsFile),
    vcpus: vcpuCount("snp", options),
    signature: signatureOption(options),
  });
}

async function size(path: string): Promise<number> {
  const status = await stat(path).catch(() => {
    throw new UsageError(message("cli.file.missing", { path }));
  });
  return status.size;
}

/** What makes no sense together is said, not ignored. */
function demandFittingOptions(mode: Mode, options: MeasureOptions): void {
  const { kernel, initrd, append, svsm, snpOvmfHash, varsSize, varsFile, vmmType } = options;
  const given = (list: readonly (readonly [string, unknown])[]): string | undefined =>
    list.find(([, value]) => value !== undefined && value !== "")?.[0];

  const withoutKernel =
    kernel === undefined
      ? given([
          ["--initrd", initrd],
          ["--append", append],
        ])
      : undefined;
  if (withoutKernel !== undefined)
    throw new UsageError(message("cli.measure.kernel-missing", { option: withoutKernel }));

  const forSvsm = [
    ["--vars-size", varsSize],
    ["--vars-file", varsFile],
  ] as const;
  const snpOnly = mode === "snp" ? undefined : given([["--snp-ovmf-hash", snpOvmfHash], ["--svsm", svsm], ...forSvsm]);
  if (snpOnly !== undefined) throw new UsageError(message("cli.measure.snp-only", { option: snpOnly }));

  if (svsm === undefined) {
    if (given(forSvsm) !== undefined) throw new UsageError(message("cli.measure.missing", { option: "--svsm", mode }));
    return;
  }
  const strange =
    given([
      ["--kernel", kernel],
      ["--snp-ovmf-hash", snpOvmfHash],
    ]) ?? (vmmType === "QEMU" ? undefined : "--vmm-type");
  if (strange !== undefined) throw new UsageError(message("cli.measure.svsm-options", { option: strange }));
}

async function readKernelHashes(options: MeasureOptions): Promise<{ readonly kernelHashes?: KernelHashes }> {
  const { kernel, initrd, append } = options;
  if (kernel === undefined) return {};
  const files = {
    kernel: await readInput(kernel, largestArtifact),
    ...(initrd === undefined ? {} : { initrd: await readInput(initrd, largestArtifact) }),
    ...(append === undefined ? {} : { commandLine: append }),
  };
  return { kernelHashes: await hashKernelFiles(files) };
}

function volumeDigestOption(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const digest = fromHex("--snp-ovmf-hash", text);
  if (!digest.ok || digest.value.length !== sha384Size) throw new UsageError(message("cli.measure.ovmf-hash"));
  return digest.value;
}
