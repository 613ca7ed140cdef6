export const en = {
  "measure.firmware.no-kernel-hashes":
    "This firmware has no place for kernel hashes, so {mode} can't measure a kernel with it. Use an AmdSev build of OVMF (OVMF.amdsev.fd), or leave the kernel out.",
  "measure.firmware.no-reset-address":
    "This firmware does not say where further virtual CPUs start (SEV-ES reset block). Use a build of OVMF with SEV-ES support.",
  "measure.svsm.no-entry":
    "This SVSM image does not say where it starts (SVSM info entry). Use the image that COCONUT SVSM builds for QEMU (svsm.bin).",
  "measure.vcpu-type.unknown":
    "There is no vCPU type {type}. Use a name that QEMU knows, such as EPYC-v4, EPYC-Milan or EPYC-Genoa.",
} as const;
