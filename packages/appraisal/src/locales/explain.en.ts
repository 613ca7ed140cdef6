/** Why a launch digest differs from the known ones. */
export const explainEn = {
  "explain.command-line.adds": "The kernel command line adds {added}.",
  "explain.command-line.drops": "The kernel command line drops {removed}.",
  "explain.command-line.changes": "The kernel command line adds {added} and drops {removed}.",
  "explain.command-line.moves": "The kernel command line has the known words in another order: {moved} moved.",
  "explain.command-line.spaces": "The kernel command line differs in white space only.",
  "explain.kernel": "The kernel differs: {expected} → {actual}.",
  "explain.initrd": "The initrd differs: it is another of the known ones.",
  "explain.firmware": "The firmware differs: {expected} → {actual}.",
  "explain.kernel-hashes":
    "The launch doesn't measure kernel, initrd and command line (kernel-hashes=off), so the host can start anything.",
  "explain.vmm": "Another kind of hypervisor started the guest.",
  "explain.vcpus": "The number of virtual CPUs differs: {expected} → {actual}.",
  "explain.vcpu-type": "The type of the virtual CPUs differs: {expected} → {actual}.",
  "explain.guest-features": "The guest's SEV features differ.",
  "explain.same.firmware": "The firmware is the one of the nearest known boot ({name}).",
  "explain.same.kernel": "The kernel is the one of the nearest known boot ({name}).",
  "explain.same.initrd": "The initrd is the one of the nearest known boot ({name}).",
  "explain.same.command-line": "The kernel command line is the one of the nearest known boot ({name}).",
  "explain.several": "Several components of the launch differ: {components}. The checks that follow show each.",
  "explain.nothing-near":
    "The launch digest is none of the reference values, and none of {tried} launches of known files gives it.",
  "explain.nothing":
    "None of {tried} launches gives this digest (known kernels, initrds and command lines in every combination, 1 to 64 virtual CPUs of each type, usual features): the kernel, the initrd, the command line or the firmware is none of the known ones.",
  "explain.nothing.initrd-likely":
    "None of {tried} launches of known files gives this digest. The guest claims a known kernel version and a known command line, so the initrd is the likeliest to be none of the known ones; else it is the kernel or the firmware.",
  "explain.nothing.kernel-claimed":
    "None of {tried} launches of known files gives this digest: the kernel, the initrd or the firmware is none of the known ones. The guest claims kernel {claimed}; known are {known}.",
  "explain.nothing.command-line-claimed":
    "None of {tried} launches of known files gives this digest: the kernel, the initrd or the firmware is none of the known ones. The command line that the guest claims differs as well: {words}.",
} as const;
