import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { machineFiles } from "@sekisho/launch";
import { message } from "@sekisho/messages";
import { MeasureError, sevReferenceValue, type ReferenceValue, type Shape } from "@sekisho/reference-values";
import { isDirect } from "@sekisho/release";
import { readInput } from "../files.ts";
import { readMachineFolder } from "../launch/machine-file.ts";
import { largestArtifact } from "../measure/measure.ts";
import { signatureOption, wholeNumber } from "../measure/options.ts";
import { UsageError } from "../usage-error.ts";

/** The options that say what is known to be good, and what may have been launched instead. */
export type KnownLaunchOptions = {
  readonly machine?: string;
  readonly ovmf?: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly append?: string;
  readonly vcpus?: string;
  readonly vcpuType?: string;
  readonly tryKernel?: readonly string[];
  readonly tryInitrd?: readonly string[];
  readonly tryAppend?: readonly string[];
};

/** What is known to be good, and what helps to explain a measurement of something else. */
export type KnownLaunches = {
  readonly referenceValues: readonly ReferenceValue[];
  readonly others: readonly ReferenceValue[];
  readonly commandLines: readonly string[];
  /** The firmware's files by their SHA-256. */
  readonly firmware: ReadonlyMap<string, Uint8Array>;
};

/**
 * The known launches: those of a machine.json, whose firmware lies beside it, or the one of files that are named.
 *
 * @param es whether the launch policy asks for SEV-ES
 * @throws UsageError when files are missing or don't fit each other
 */
export async function readKnownLaunches(options: KnownLaunchOptions, es: boolean): Promise<KnownLaunches> {
  if (options.machine !== undefined) return ofMachine(options.machine, options);
  try {
    return await ofFiles(options, es);
  } catch (error) {
    throw error instanceof MeasureError ? new UsageError(error.problem) : error;
  }
}

async function ofMachine(path: string, options: KnownLaunchOptions): Promise<KnownLaunches> {
  const { machine, folder } = await readMachineFolder(path);
  if (!isDirect(machine) || (machine.technology !== "sev" && machine.technology !== "sev-es")) {
    throw new UsageError(message("cli.sev.machine.technology", { path, technology: machine.technology }));
  }
  const firmware = await readInput(machineFiles(machine, folder).firmware, largestArtifact);
  const digest = toHex(await hash("sha256", firmware));
  const { referenceValues } = machine;
  return {
    referenceValues,
    others: [],
    commandLines: options.tryAppend ?? [],
    firmware: new Map([[digest, firmware]]),
  };
}

async function ofFiles(options: KnownLaunchOptions, es: boolean): Promise<KnownLaunches> {
  const { ovmf, kernel } = options;
  if (ovmf === undefined) throw new UsageError(message("cli.sev.known.missing", { option: "--ovmf" }));
  if (kernel === undefined) throw new UsageError(message("cli.sev.known.missing", { option: "--kernel" }));
  const firmware = await readInput(ovmf, largestArtifact);
  const shape = shapeOf(options, es);
  const value = async (files: {
    readonly kernel: string;
    readonly initrd: string | undefined;
  }): Promise<ReferenceValue> =>
    sevReferenceValue({
      name: shortened(files.initrd === undefined ? files.kernel : `${files.kernel}, ${files.initrd}`),
      addedAt: new Date().toISOString(),
      es,
      firmware: { bytes: firmware, version: shortened(ovmf) },
      kernel: { bytes: await readInput(files.kernel, largestArtifact), version: shortened(files.kernel) },
      initrd: files.initrd === undefined ? new Uint8Array() : await readInput(files.initrd, largestArtifact),
      commandLine: options.append ?? "",
      shape,
    });
  const good = { kernel, initrd: options.initrd };
  const others: ReferenceValue[] = [];
  for (const path of options.tryKernel ?? []) others.push(await value({ ...good, kernel: path }));
  for (const path of options.tryInitrd ?? []) others.push(await value({ ...good, initrd: path }));
  return {
    referenceValues: [await value(good)],
    others,
    commandLines: options.tryAppend ?? [],
    firmware: new Map([[toHex(await hash("sha256", firmware)), firmware]]),
  };
}

/** Names of reference values have an end. */
function shortened(text: string): string {
  return text.slice(-256);
}

/** Under plain SEV no virtual CPU is measured. */
function shapeOf({ vcpus, vcpuType }: KnownLaunchOptions, es: boolean): Shape {
  const usual = { vmmType: "QEMU", guestFeatures: "0x0" } as const;
  if (!es) return { ...usual, vcpus: 1, vcpuType: "EPYC" };
  if (vcpus === undefined) throw new UsageError(message("cli.sev.known.missing", { option: "--vcpus" }));
  if (vcpuType === undefined) throw new UsageError(message("cli.sev.known.missing", { option: "--vcpu-type" }));
  const signature = signatureOption({ vcpuType, vmmType: "QEMU", ovmf: "", guestFeatures: "", outputFormat: "hex" });
  const count = Number(wholeNumber("--vcpus", vcpus, 1n, 512n));
  return { ...usual, vcpus: count, vcpuType: `0x${signature.toString(16)}` };
}
