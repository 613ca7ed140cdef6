import { readFile } from "node:fs/promises";
import { fromHex, malformedMessage, toHex } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import {
  computeSnpLaunchDigest,
  describeFirmware,
  hashCommandLine,
  MeasureError,
  type FirmwareSummary,
  type ReferenceValue,
  type Shape,
} from "@sekisho/reference-values";
import { ImageError } from "../image-error.ts";

/** What a launch consists of. Digests are SHA-256, in hexadecimal. */
export type MeasuredBoot = {
  readonly firmware: FirmwareSummary;
  readonly kernel: { readonly sha256: string; readonly version: string };
  readonly initrd: { readonly sha256: string };
  readonly commandLine: string;
  readonly shape: Shape;
};

/**
 * Reads an OVMF image.
 *
 * @throws ImageError when it is no firmware that measures a kernel under SEV-SNP
 */
export async function readFirmware(path: string, version: string): Promise<FirmwareSummary> {
  const summary = await readAnyFirmware(path, version);
  if (summary.hashTableAddress === null) throw new ImageError(message("image.firmware.no-hashes", { path }));
  return summary;
}

/**
 * Reads an OVMF image that may leave the kernel to a boot loader.
 *
 * @throws ImageError when it is no firmware that starts under SEV-SNP
 */
export async function readAnyFirmware(path: string, version: string): Promise<FirmwareSummary> {
  const bytes = await readFile(path).catch(() => {
    throw new ImageError(message("image.file.missing", { path }));
  });
  const described = await describeFirmware(bytes, version);
  if (!described.ok) throw new ImageError(malformedMessage(path, described.error));
  return described.value;
}

/**
 * The reference value of a boot: its expected launch digest, beside the components that give it.
 *
 * @throws ImageError when the vCPU type is unknown
 */
export async function makeReferenceValue(boot: MeasuredBoot, now: Date): Promise<ReferenceValue> {
  const { firmware, kernel, initrd, commandLine, shape } = boot;
  try {
    const digest = await computeSnpLaunchDigest({
      firmware,
      shape,
      kernelHashes: {
        kernel: digestBytes(kernel.sha256),
        initrd: digestBytes(initrd.sha256),
        commandLine: await hashCommandLine(commandLine),
      },
    });
    const built = now.toISOString().slice(0, 10);
    return {
      name: `kernel ${kernel.version}, built ${built}`,
      addedAt: now.toISOString(),
      launchDigest: toHex(digest),
      ...boot,
    };
  } catch (error) {
    if (error instanceof MeasureError) throw new ImageError(error.problem, { cause: error });
    throw error;
  }
}

function digestBytes(text: string): Uint8Array {
  const bytes = fromHex("sha256", text);
  if (!bytes.ok) throw new TypeError(`not a digest: ${text}`);
  return bytes.value;
}
