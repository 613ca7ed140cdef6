import {
  computeMrTd,
  computeSevEsLaunchDigest,
  computeSevLaunchDigest,
  computeSnpLaunchDigest,
  describeFirmware,
  hashKernelFiles,
  vcpuSignature,
  type Shape,
} from "@sekisho/reference-values";
import { need } from "./need.ts";

/** Compute the launch digest that a machine will have; of a TD it covers the firmware alone. */
export type LaunchDigestTask = {
  readonly kind: "launch-digest";
  readonly technology: "sev-snp" | "sev-es" | "sev" | "tdx";
  readonly firmware: Uint8Array;
  /** The digest of the firmware's volume, where the file has only the end of it. */
  readonly volumeDigest?: Uint8Array;
  /** What a direct boot starts. */
  readonly boot?: { readonly kernel: Uint8Array; readonly initrd: Uint8Array; readonly commandLine?: string };
  readonly shape: Shape;
};

export async function launchDigest(task: LaunchDigestTask): Promise<Uint8Array> {
  const { technology, firmware: ovmf, volumeDigest, boot, shape } = task;
  const hashes = boot === undefined ? {} : { kernelHashes: await hashKernelFiles(boot) };
  const { vcpus, vcpuType, vmmType } = shape;
  switch (technology) {
    case "tdx":
      return computeMrTd(ovmf);
    case "sev":
      return computeSevLaunchDigest({ ovmf, ...hashes });
    case "sev-es":
      return computeSevEsLaunchDigest({ ovmf, ...hashes, vcpus, signature: vcpuSignature(vcpuType) ?? 0, vmmType });
    case "sev-snp": {
      const known = volumeDigest === undefined ? {} : { volumeDigest };
      const firmware = need(await describeFirmware(ovmf, "firmware", known));
      return computeSnpLaunchDigest({ firmware, ...hashes, shape });
    }
  }
}
