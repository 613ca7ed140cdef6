import { message } from "@sekisho/messages";
import { vcpuSignatures } from "@sekisho/reference-values";
import type { Machine } from "@sekisho/release";
import { LaunchError } from "./launch-error.ts";

/** SEV_FEATURES of a guest that QEMU starts: SEV-SNP active, nothing else. */
const qemuGuestFeatures = 1n;

/**
 * Demands virtual CPUs that QEMU has; with others the launch digest would not be the expected one.
 *
 * @throws LaunchError that names what does not fit
 */
export function demandQemuProcessor({ shape }: Machine): void {
  const { vmmType, vcpuType } = shape;
  if (vmmType !== "QEMU") throw new LaunchError(message("launch.shape.vmm-type", { vmmType }));
  if (!vcpuSignatures.has(vcpuType)) throw new LaunchError(message("launch.shape.vcpu-type", { vcpuType }));
}

/**
 * Demands a shape that QEMU gives a guest of SEV-SNP; with another the launch digest would not be the expected one.
 *
 * @throws LaunchError that names what does not fit
 */
export function demandQemuShape(machine: Machine): void {
  demandQemuProcessor(machine);
  const { guestFeatures } = machine.shape;
  if (BigInt(guestFeatures) !== qemuGuestFeatures) {
    throw new LaunchError(message("launch.shape.guest-features", { guestFeatures }));
  }
}
