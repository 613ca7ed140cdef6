export const en = {
  "launch.file.unreadable":
    "{path} can't be read. Keep the files of a machine beside its machine.json, readable for the user who launches it.",
  "launch.file.changed":
    "{path} is not the file that machine.json names: its SHA-256 is {actual}, expected {expected}. Restore it, or refresh the image.",
  "launch.firmware.no-secret": "The firmware {path} has no room for launch secrets. OVMF's AmdSev build has.",
  "launch.firmware.no-kernel-hashes":
    "{path} has no place for kernel hashes. Use an AmdSev build of OVMF (OVMF.amdsev.fd).",
  "launch.boot.disk":
    "This machine boots from its disk (boot: {boot}) and needs a vTPM that the host's SVSM or cloud gives it; sekisho launch starts direct boots only. Start it there, or build its image with --boot direct.",
  "launch.shape.vmm-type":
    "This machine's launch digest was computed for {vmmType}, but QEMU is to start it. Build its image with the VMM type QEMU.",
  "launch.shape.vcpu-type":
    "QEMU has no vCPU type {vcpuType}. Build the image with a name that QEMU knows, such as EPYC-v4.",
  "launch.shape.guest-features":
    "QEMU starts SEV-SNP guests with SEV_FEATURES 0x1, but this machine expects {guestFeatures}. Build its image with guest features 0x1.",
  "launch.qemu.missing": "{program} can't be run. Install QEMU (Debian and Ubuntu: apt install qemu-system-x86).",
  "launch.qemu.too-old":
    "{technology} needs QEMU {needed} or newer, and this host has {version}. Install a newer QEMU.",
  "launch.host.no-kvm":
    "{path} can't be opened. Run this on a host with KVM, as a user who may use it (group kvm), or try the machine with sekisho lab up.",
  "launch.host.no-snp":
    "SEV-SNP is off on this host ({path} does not say Y). Turn it on in the BIOS and use Linux 6.11 or newer on an AMD EPYC 7003 or newer.",
  "launch.host.no-tdx":
    "TDX is off on this host ({path} does not say Y). Turn it on in the BIOS, use Linux 6.16 or newer on an Intel Xeon with TDX, and load kvm_intel with tdx=1.",
  "launch.host.no-quote-service":
    "{path} can't be opened. A TD's quotes come from there: start Intel's quote generation service (tdx-qgs), or say where it listens with --quote-socket.",
  "launch.tdx.vsock":
    "libvirt reaches the quote generation service through a socket file only. Name one with --quote-socket.",
  "launch.host.no-sev-device":
    "{path} can't be opened. QEMU reaches the secure processor through it: run this as a user who may open it.",
} as const;
