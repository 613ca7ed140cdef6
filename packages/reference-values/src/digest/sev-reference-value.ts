import { toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import { hashKernelFiles } from "../kernel-hash-table.ts";
import { MeasureError } from "../measure-error.ts";
import type { ReferenceValue, Shape } from "../schema.ts";
import { vcpuSignature } from "../vcpu/types.ts";
import { computeSevEsLaunchDigest, computeSevLaunchDigest } from "./sev.ts";
import { firmwareLayout, measureFirmwareVolume } from "./snp.ts";

/** A file, and what it is for people. */
type VersionedFile = { readonly bytes: Uint8Array; readonly version: string };

/** A directly booted guest of SEV or SEV-ES. */
export type SevBoot = {
  readonly name: string;
  /** ISO 8601. */
  readonly addedAt: string;
  readonly es: boolean;
  readonly firmware: VersionedFile;
  readonly kernel: VersionedFile;
  readonly initrd: Uint8Array;
  readonly commandLine: string;
  readonly shape: Shape;
};

/**
 * The reference value of a known good boot under SEV or SEV-ES: its launch digest (SHA-256) and the components that give it.
 *
 * @throws MeasureError when the firmware is malformed or has no room for kernel hashes, or the vCPU type is unknown
 */
export async function sevReferenceValue(boot: SevBoot): Promise<ReferenceValue> {
  const { name, addedAt, es, firmware, kernel, initrd, commandLine, shape } = boot;
  const { sections, hashTable, resetAddress } = firmwareLayout("OVMF", firmware.bytes);
  const signature = vcpuSignature(shape.vcpuType);
  if (signature === undefined) throw new MeasureError(message("measure.vcpu-type.unknown", { type: shape.vcpuType }));
  const kernelHashes = await hashKernelFiles({ kernel: kernel.bytes, initrd, commandLine });
  const launch = { ovmf: firmware.bytes, kernelHashes };
  const { vcpus, vmmType } = shape;
  const digest = es
    ? await computeSevEsLaunchDigest({ ...launch, vcpus, signature, vmmType })
    : await computeSevLaunchDigest(launch);
  return {
    name,
    addedAt,
    launchDigest: toHex(digest),
    firmware: {
      sha256: toHex(await hash("sha256", firmware.bytes)),
      version: firmware.version,
      volumeDigest: toHex(await measureFirmwareVolume(firmware.bytes)),
      sections: [...sections],
      hashTableAddress: hashTable?.address ?? null,
      resetAddress: resetAddress ?? 0,
    },
    kernel: { sha256: toHex(kernelHashes.kernel), version: kernel.version },
    initrd: { sha256: toHex(kernelHashes.initrd) },
    commandLine,
    shape,
  };
}
