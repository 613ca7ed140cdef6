import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { malformedMessage } from "@sekisho/encoding";
import {
  computeMrTd,
  computeSnpLaunchDigest,
  computeSvsmLaunchDigest,
  describeFirmware,
  hashKernelFiles,
  MeasureError,
  vcpuSignature,
  type FirmwareSummary,
  type Shape,
} from "@sekisho/reference-values";
import { isDirect, type Machine } from "@sekisho/release";

/** Exactly what the host hands to a machine whose kernel it starts: files as bytes, and the command line. */
export type BootArtifacts = {
  readonly firmware: Uint8Array;
  readonly kernel: Uint8Array;
  readonly initrd: Uint8Array;
  readonly commandLine: string;
  readonly shape: Shape;
};

/** What is measured of a machine that boots from its disk. */
export type DiskArtifacts = {
  readonly firmware: Uint8Array;
  /** How long the firmware's variable store is: it lies between SVSM and firmware, unmeasured. */
  readonly variablesSize: number;
  /** Null: a stand-in runs, and the launch digest is that of the firmware alone. */
  readonly svsm: Uint8Array | null;
  readonly shape: Shape;
};

/** The boot artifacts that the `machine.json` of a direct boot names, read from its folder. */
export async function readBootArtifacts(machine: Machine, folder: string): Promise<BootArtifacts> {
  if (!isDirect(machine)) throw new TypeError(`${machine.name} boots from its disk`);
  const { firmware, kernel, initrd, commandLine } = machine.boot;
  const read = async ({ file }: { readonly file: string }): Promise<Uint8Array> =>
    new Uint8Array(await readFile(join(folder, file)));
  return {
    firmware: await read(firmware),
    kernel: await read(kernel),
    initrd: await read(initrd),
    commandLine,
    shape: machine.shape,
  };
}

/**
 * The launch digest that a secure processor ends with once the host has loaded these artifacts: 48 bytes.
 *
 * @throws MeasureError when firmware or SVSM is malformed, or the firmware can't measure a kernel that there is
 */
export async function measureLaunch(artifacts: BootArtifacts | DiskArtifacts): Promise<Uint8Array> {
  const { shape } = artifacts;
  if ("kernel" in artifacts) {
    const { kernel, initrd, commandLine } = artifacts;
    const kernelHashes = await hashKernelFiles({ kernel, initrd, commandLine });
    return computeSnpLaunchDigest({ firmware: await describe(artifacts.firmware), kernelHashes, shape });
  }
  const { firmware, variablesSize, svsm } = artifacts;
  if (svsm === null) return computeSnpLaunchDigest({ firmware: await describe(firmware), shape });
  const signature = vcpuSignature(shape.vcpuType);
  if (signature === undefined) throw new TypeError(`not a vCPU type: ${shape.vcpuType}`);
  return computeSvsmLaunchDigest({ ovmf: firmware, svsm, variablesSize, vcpus: shape.vcpus, signature });
}

/**
 * MRTD of a TD that starts with the firmware of these artifacts: 48 bytes. What else they hold goes into the registers, once
 * the TD runs.
 *
 * @throws MeasureError when the firmware is malformed or has no TDX metadata
 */
export function measureTd({ firmware }: Pick<BootArtifacts, "firmware">): Promise<Uint8Array> {
  return computeMrTd(firmware);
}

async function describe(bytes: Uint8Array): Promise<FirmwareSummary> {
  const firmware = await describeFirmware(bytes, "as launched");
  if (!firmware.ok) throw new MeasureError(malformedMessage("firmware", firmware.error));
  return firmware.value;
}
