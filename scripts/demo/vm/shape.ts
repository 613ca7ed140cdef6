import type { Shape } from "@sekisho/reference-values";

/** One virtual CPU: with two, the emulator of QEMU 7.2 now and then trips over the kernel patching its own code. */
export const shape: Shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" };
