import { computeSnpLaunchDigest, describeFirmware, hashKernelFiles, type Shape } from "@sekisho/reference-values";
import { need } from "./need.ts";

/** Compute the launch digest of a machine that is booted directly. */
export type LaunchDigestTask = {
  readonly kind: "launch-digest";
  readonly firmware: Uint8Array;
  readonly kernel: Uint8Array;
  readonly initrd: Uint8Array;
  readonly commandLine: string;
  readonly shape: Shape;
};

export async function launchDigest(task: LaunchDigestTask): Promise<Uint8Array> {
  const firmware = need(await describeFirmware(task.firmware, "firmware"));
  const { kernel, initrd, commandLine, shape } = task;
  const kernelHashes = await hashKernelFiles({ kernel, initrd, commandLine });
  return await computeSnpLaunchDigest({ firmware, kernelHashes, shape });
}
