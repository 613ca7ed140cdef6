import { readFile, stat } from "node:fs/promises";
import { toHex } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import {
  computeSnpLaunchDigest,
  computeSvsmLaunchDigest,
  MeasureError,
  vcpuSignature,
  type MeasuredLaunch,
  type Shape,
} from "@sekisho/reference-values";
import { fileHash } from "../cache/content-hash.ts";
import type { FirmwareFile } from "../firmware/fetch.ts";
import { ImageError } from "../image-error.ts";
import { readAnyFirmware } from "../machine/reference-value.ts";

/** What SEV-SNP measures before anything runs, of a machine that boots from its disk. */
export type Launch = {
  readonly firmware: FirmwareFile;
  /** Enters the digest by its size: it lies between SVSM and firmware. */
  readonly variables: FirmwareFile;
  readonly svsm: FirmwareFile | undefined;
  readonly shape: Shape;
};

/**
 * The expected launch digest: of the firmware alone, or of the SVSM that starts it.
 *
 * @throws ImageError when firmware or SVSM can't be started under SEV-SNP
 */
export async function makeMeasuredLaunch(launch: Launch, now: Date): Promise<MeasuredLaunch> {
  const { firmware, svsm } = launch;
  try {
    const digest = svsm === undefined ? await ofFirmware(launch) : await ofSvsm(launch, svsm);
    const versions = [firmware, ...(svsm === undefined ? [] : [svsm])].map(({ version }) => version);
    return {
      name: `${versions.join(", ")}, built ${now.toISOString().slice(0, 10)}`.slice(0, 256),
      addedAt: now.toISOString(),
      launchDigest: toHex(digest),
      firmware: await measured(firmware),
      svsm: svsm === undefined ? null : await measured(svsm),
    };
  } catch (error) {
    if (error instanceof MeasureError) throw new ImageError(error.problem, { cause: error });
    throw error;
  }
}

async function ofFirmware({ firmware, shape }: Launch): Promise<Uint8Array> {
  return computeSnpLaunchDigest({ firmware: await readAnyFirmware(firmware.path, firmware.version), shape });
}

async function ofSvsm({ firmware, variables, shape }: Launch, svsm: FirmwareFile): Promise<Uint8Array> {
  const signature = vcpuSignature(shape.vcpuType);
  if (signature === undefined) throw new TypeError(`not a vCPU type: ${shape.vcpuType}`);
  return computeSvsmLaunchDigest({
    ovmf: await readBytes(firmware.path),
    svsm: await readBytes(svsm.path),
    variablesSize: (await stat(variables.path)).size,
    vcpus: shape.vcpus,
    signature,
  });
}

async function measured({ path, version }: FirmwareFile): Promise<{ sha256: string; version: string }> {
  return { sha256: await fileHash(path), version };
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch(() => {
    throw new ImageError(message("image.file.missing", { path }));
  });
}
