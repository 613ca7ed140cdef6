export const en = {
  "firmware.unverified-shim":
    "Caution: the firmware {version} starts a program named shim that the host hands it, although no hash covers it. A hostile host can so run its own code under the expected launch digest. Use a firmware without this as soon as you have one (LIMITATIONS.md).",
  "measure.firmware.no-kernel-hashes":
    "This firmware has no place for kernel hashes, so {mode} can't measure a kernel with it. Use an AmdSev build of OVMF (OVMF.amdsev.fd), or leave the kernel out.",
  "measure.firmware.no-reset-address":
    "This firmware does not say where further virtual CPUs start (SEV-ES reset block). Use a build of OVMF with SEV-ES support.",
  "measure.igvm.no-snp":
    "This IGVM file starts no SEV-SNP guest: it names no such platform. Use the file that is built for SEV-SNP.",
  "measure.igvm.mask-needed":
    "This IGVM file names several SEV-SNP platforms ({masks}). Say which one with --compatibility-mask.",
  "measure.igvm.mask-unknown": "This IGVM file has no SEV-SNP platform with that compatibility mask. It has {masks}.",
  "measure.igvm.kvm.count":
    "KVM takes the start of one virtual CPU only from an IGVM file, but this one has {count}. Build the file for KVM.",
  "measure.igvm.kvm.order":
    "KVM measures the virtual CPU last, but this IGVM file loads pages after it. Build the file for KVM.",
  "measure.igvm.kvm.address":
    "KVM puts the virtual CPU's save area at 0xfffffffff000, but this IGVM file at {actual}. Build the file for KVM.",
  "measure.igvm.kvm.cr0":
    "KVM starts a virtual CPU with CR0 = 0x31, but this IGVM file says {actual}. Build the file for KVM.",
  "measure.igvm.kvm.debug-swap":
    "This IGVM file asks for DEBUG_SWAP, which KVM decides by itself. Build the file without it.",
  "measure.svsm.no-entry":
    "This SVSM image does not say where it starts (SVSM info entry). Use the image that COCONUT SVSM builds for QEMU (svsm.bin).",
  "measure.tdx.kernel":
    "This kernel is no EFI program that can be read, so the firmware does not measure it as one. Use a kernel with an EFI stub (CONFIG_EFI_STUB).",
  "measure.tdx.command-line":
    "The firmware widens the command line letter by letter, which is defined for ASCII only. Leave other characters out.",
  "measure.vcpu-type.unknown":
    "There is no vCPU type {type}. Use a name that QEMU knows, such as EPYC-v4, EPYC-Milan or EPYC-Genoa.",
  "measured-boot.unpredicted.firmware":
    "It holds the firmware as the VM loads it, which differs with memory size, number of CPUs and variable store. A first boot tells it (sekisho machine learn).",
  "measured-boot.unpredicted.platform":
    "It holds the VM's shape: ACPI and SMBIOS tables and the boot order, which the host makes. A first boot tells it (sekisho machine learn).",
  "measured-boot.unpredicted.domain":
    "It holds the shape of the domain, which the host makes: its memory map, variable store, ACPI tables and boot order. A first boot tells it (sekisho machine learn).",
  "measured-boot.unpredicted.ima": "IMA extends it at run time with every file it measures, in the order of their use.",
  "measured-boot.unpredicted.agent":
    "It stays zero until the agent closes it before it leaves the initrd. The gate demands that by itself.",
  "measured-boot.unpredicted.grub-image":
    "EFI/BOOT/grubx64.efi is no GRUB that can be read, or it brings a configuration of its own.",
  "measured-boot.unpredicted.grub-script":
    "What GRUB does can't be foretold: {file}, line {line}: {what}. Simplify the configuration, or learn it from a first boot (sekisho machine learn).",
  "measured-boot.unpredicted.shim":
    "What this shim measures is not known (version {version}; known: {known}). A first boot tells it (sekisho machine learn).",
  "measured-boot.unpredicted.shim-variable":
    "The variable store holds {name}, which changes what shim measures. Start with a fresh store, or learn it from a first boot (sekisho machine learn).",
  "measured-boot.unpredicted.not-vouched":
    "No key that was looked at vouches for {program}, so Secure Boot would refuse it, or measures it in a way that is not known.",
  "measured-boot.unpredicted.program": "{program} is no EFI program that can be read.",
  "measured-boot.unpredicted.systemd":
    "What this {program} measures is not known (version {version}; known: {known}). A first boot tells it (sekisho machine learn).",
  "measured-boot.unpredicted.uki-extra":
    "The stub takes {path} from the EFI system partition, which changes what it measures. Remove the file.",
  "measured-boot.unpredicted.uki-section":
    "What the stub makes of section {section} in {uki} can't be foretold: it is missing, or depends on the machine.",
  "measured-boot.unpredicted.files": "The files of this image don't tell what extends it.",
} as const;
