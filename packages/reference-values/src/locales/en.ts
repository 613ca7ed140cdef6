export const en = {
  "firmware.unverified-shim":
    "Caution: the firmware {version} starts a program named shim that the host hands it, although no hash covers it. A hostile host can so run its own code under the expected launch digest. Use a firmware without this as soon as you have one (LIMITATIONS.md).",
  "measure.firmware.no-kernel-hashes":
    "This firmware has no place for kernel hashes, so {mode} can't measure a kernel with it. Use an AmdSev build of OVMF (OVMF.amdsev.fd), or leave the kernel out.",
  "measure.firmware.no-reset-address":
    "This firmware does not say where further virtual CPUs start (SEV-ES reset block). Use a build of OVMF with SEV-ES support.",
  "measure.svsm.no-entry":
    "This SVSM image does not say where it starts (SVSM info entry). Use the image that COCONUT SVSM builds for QEMU (svsm.bin).",
  "measure.vcpu-type.unknown":
    "There is no vCPU type {type}. Use a name that QEMU knows, such as EPYC-v4, EPYC-Milan or EPYC-Genoa.",
} as const;
