import { message } from "@sekisho/messages";
import { vcpuSignatures } from "@sekisho/reference-values";
import type { Machine } from "@sekisho/release";
import { LaunchError } from "./launch-error.ts";

/** SEV_FEATURES of a guest that QEMU starts: SEV-SNP active, nothing else. */
const qemuGuestFeatures = 1n;

/**
 * Demands a shape that QEMU gives a guest; with another the launch digest would not be the expected one.
 *
 * @throws LaunchError that names what does not fit
 */
export function demandQemuShape({ shape }: Machine): void {
  const { vmmType, vcpuType, guestFeatures } = shape;
  if (vmmType !== "QEMU") throw new LaunchError(message("launch.shape.vmm-type", { vmmType }));
  if (!vcpuSignatures.has(vcpuType)) throw new LaunchError(message("launch.shape.vcpu-type", { vcpuType }));
  if (BigInt(guestFeatures) !== qemuGuestFeatures) {
    throw new LaunchError(message("launch.shape.guest-features", { guestFeatures }));
  }
}
