import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { malformedMessage } from "@sekisho/encoding";
import {
  computeSnpLaunchDigest,
  describeFirmware,
  hashKernelFiles,
  MeasureError,
  type Shape,
} from "@sekisho/reference-values";
import type { Machine } from "@sekisho/release";

/** Exactly what the host hands to the machine: files as bytes, and the command line. */
export type BootArtifacts = {
  readonly firmware: Uint8Array;
  readonly kernel: Uint8Array;
  readonly initrd: Uint8Array;
  readonly commandLine: string;
  readonly shape: Shape;
};

/** The boot artifacts that a `machine.json` names, read from its folder. */
export async function readBootArtifacts(machine: Machine, folder: string): Promise<BootArtifacts> {
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
 * @throws MeasureError when the firmware is malformed or can't measure a kernel
 */
export async function measureLaunch(artifacts: BootArtifacts): Promise<Uint8Array> {
  const { kernel, initrd, commandLine, shape } = artifacts;
  const firmware = await describeFirmware(artifacts.firmware, "as launched");
  if (!firmware.ok) throw new MeasureError(malformedMessage("firmware", firmware.error));
  const kernelHashes = await hashKernelFiles({ kernel, initrd, commandLine });
  return computeSnpLaunchDigest({ firmware: firmware.value, kernelHashes, shape });
}
