export const measureEn = {
  "cli.measure.number": "{option} must be a whole number from {least} to {most}, not {value}.",
  "cli.measure.missing": "{option} is missing: {mode} needs it for the launch digest.",
  "cli.measure.one-vcpu-kind":
    "Give the vCPU type in one way: --vcpu-type, --vcpu-sig, or --vcpu-family with --vcpu-model and --vcpu-stepping.",
  "cli.measure.vcpu-kind-missing":
    "Say which vCPUs the machine has, for instance --vcpu-type EPYC-v4: QEMU's launch digest depends on it.",
  "cli.measure.kernel-missing":
    "{option} belongs to a kernel that is booted directly: give --kernel too, or leave it out.",
  "cli.measure.ovmf-hash":
    "--snp-ovmf-hash must be 96 hexadecimal digits (SHA-384), as sev-snp-measure prints for the mode snp:ovmf-hash.",
  "cli.measure.igvm.id-block-digest":
    "The firmware will refuse to start this guest: the file's ID block demands the launch digest {expected}. Build the ID block anew, or pass --ignore-id-block.",
  "cli.measure.igvm.id-block-signature":
    "The firmware will refuse to start this guest: a signature of the file's ID block does not hold. Sign it anew, or pass --ignore-id-block.",
  "cli.measure.igvm.no-policy":
    "The file brings an ID block and no guest policy, so its signature can't be checked. Build the file with a guest policy, or pass --ignore-id-block.",
  "cli.measure.snp-only": "{option} is for sekisho measure snp only.",
  "cli.measure.svsm-variables":
    "With --svsm, say how large the firmware's variable store is: --vars-size BYTES or --vars-file FILE, one of them.",
  "cli.measure.svsm-options":
    "{option} does not go with --svsm: the SVSM boots no kernel directly, and only QEMU starts it.",
  "cli.measure.tdx.unpredicted": "Not told by these files:",
  "cli.measure.pcrs.title-grub-on": "{what} boots by shim and GRUB, Secure Boot on. What its PCRs will hold (SHA-256):",
  "cli.measure.pcrs.title-grub-off":
    "{what} boots by shim and GRUB, Secure Boot off. What its PCRs will hold (SHA-256):",
  "cli.measure.pcrs.title-uki-on":
    "{what} boots by systemd-boot and a unified kernel image, Secure Boot on. What its PCRs will hold (SHA-256):",
  "cli.measure.pcrs.title-uki-off":
    "{what} boots by systemd-boot and a unified kernel image, Secure Boot off. What its PCRs will hold (SHA-256):",
  "cli.measure.pcrs.otherwise": "Or, where the VM's devices or firmware want it so: {name}",
  "cli.measure.pcrs.unpredicted": "Not told by the image:",
} as const;
