/** The links of the chain of trust: what each is, and what came of it. */
export const graphEn = {
  "verifier.edge.certifies": "certifies",
  "verifier.edge.signs": "signs",
  "verifier.edge.makes": "makes",
  "verifier.edge.measures": "measures",
  "verifier.edge.starts": "starts",
  "verifier.edge.binds": "vouches for",

  "verifier.node.silicon-root.title": "{vendor}'s root key",
  "verifier.node.silicon-root.meaning":
    "The key with which {vendor} begins to vouch for its processors. Its fingerprint is built into Sekisho, so nobody can put another in its place.",
  "verifier.node.silicon-root.pass": "The chain begins at {vendor}'s own root key.",
  "verifier.node.silicon-root.lab":
    "The chain begins at the root key of a lab that your machine.json names: good for trying Sekisho, but it protects nothing.",
  "verifier.node.intermediate.title": "{vendor}'s signing key",
  "verifier.node.intermediate.meaning":
    "{vendor} keeps its root key locked away. This key, certified by the root key, certifies the single processors.",
  "verifier.node.intermediate.pass": "The certificates fit together, up to the root key.",
  "verifier.node.chip-key.title": "The chip's key",
  "verifier.node.chip-key.meaning":
    "A key of the processor that this machine runs on. It stays inside the chip, so what it signs comes from there, and not from the cloud's software.",
  "verifier.node.chip-key.pass": "{vendor} has certified this key for this very processor.",
  "verifier.node.chip-key.vlek":
    "{vendor} gave this key to the cloud provider, for any of its processors (VLEK): it does not tell one from another.",
  "verifier.node.quoting-enclave.title": "Quoting enclave",
  "verifier.node.quoting-enclave.meaning":
    "A small protected program of {vendor}'s on the same processor. It signs the processor's report so that it can be checked from outside.",
  "verifier.node.quoting-enclave.pass": "It is {vendor}'s own program, and the chip's key vouches for it.",
  "verifier.node.tcb.title": "Processor firmware",
  "verifier.node.tcb.meaning":
    "The processor's own programs, which do the protecting. Of old versions it is known how to get around them.",
  "verifier.node.tcb.pass": "Your policy has nothing against the versions that run.",
  "verifier.node.report.title": "Attestation report",
  "verifier.node.report.meaning":
    "What the processor itself says about this machine: what it was started with, how it is protected, and what the report was asked for.",
  "verifier.node.report.pass":
    "The processor has signed it, and says that the machine's memory is protected from the cloud.",
  "verifier.node.report.absent":
    "This machine is no confidential VM: no processor speaks for it, and whoever runs it can read its memory.",
  "verifier.node.svsm.title": "vTPM (SVSM)",
  "verifier.node.svsm.meaning":
    "A record of the boot that nobody can take anything back from. It is kept inside the confidential VM, where not even the operating system can reach it.",
  "verifier.node.svsm.pass": "The report vouches for it, and it has signed the record of this boot.",
  "verifier.node.vtpm.title": "TPM",
  "verifier.node.vtpm.meaning":
    "A record of the boot that nothing in the machine can take back. How far it can be believed depends on who holds it.",
  "verifier.node.vtpm.pass": "It is this machine's, and it has signed the record of this boot.",
  "verifier.node.firmware.title": "Firmware",
  "verifier.node.firmware.meaning":
    "The first program that runs in the machine. It starts all others, and checks or records what it starts.",
  "verifier.node.firmware.pass": "It is a known one: {name}.",
  "verifier.node.boot-loader.title": "Boot loader",
  "verifier.node.boot-loader.meaning":
    "The program that the firmware starts from the disk, and that starts the kernel.",
  "verifier.node.boot-loader.pass": "It is that of a known boot: {name}.",
  "verifier.node.kernel.title": "Kernel",
  "verifier.node.kernel.meaning": "The core of the operating system. It can see everything in the machine.",
  "verifier.node.kernel.pass": "It is a known one: {name}.",
  "verifier.node.initrd.title": "Initrd",
  "verifier.node.initrd.meaning":
    "The small system that the kernel starts first. In it Sekisho's agent asks for the key and opens the disk.",
  "verifier.node.initrd.pass": "It is that of a known boot: {name}.",
  "verifier.node.command-line.title": "Command line",
  "verifier.node.command-line.meaning":
    "The words that the kernel is started with. A single one, init=/bin/sh for example, can hand the machine to somebody else.",
  "verifier.node.command-line.pass": "It is that of a known boot: {name}.",
  "verifier.node.disk-header.title": "Disk header",
  "verifier.node.disk-header.meaning":
    "The beginning of the encrypted disk (LUKS2). It says how the disk is locked; with another one the machine could be made to open a disk that is not yours.",
  "verifier.node.disk-header.pass": "It is the one that is registered for this machine.",
  "verifier.node.guest-key.title": "The guest's key",
  "verifier.node.guest-key.meaning":
    "A key that the machine has made for this boot alone. What is sealed to it can be opened there and nowhere else.",
  "verifier.node.guest-key.pass":
    "The report was made for this very key, so what you seal can be opened by this machine alone.",

  "verifier.node.stands-on-nothing":
    "Nothing was found against it, but a link before it does not hold, so there is nobody to vouch for it.",
  "verifier.node.not-demanded": "The policy does not ask for this, and nothing is known about it.",
  "verifier.node.not-fetched":
    "This was not asked for from the chip maker: the evidence was refused before, for another reason.",
  "verifier.node.maybe-this":
    "It may be this, or another of the parts that were started: the launch digest is one number over all of them, and no known one fits.",
  "verifier.node.not-looked-at": "This was not looked at: the evidence had been refused before.",
} as const;
