/** Texts of `sekisho image` and `sekisho machine export`. */
export const imageEn = {
  "cli.image.no-source": "Say what to build from: --suite trixie, or --from FOLDER or TAR.",
  "cli.image.two-sources": "--suite and --from exclude each other. Give one of the two.",
  "cli.image.packages-from":
    "--packages is for --suite only. Install the packages in the root filesystem that --from names.",
  "cli.image.two-keys": "--key-file and --generate-key exclude each other. Give one of the two.",
  "cli.image.enter-generate":
    "In mode enter a person types the passphrase, so none is generated. Leave --generate-key away, or choose --mode auto or approve.",
  "cli.image.no-ssh-key": "{path} holds no public SSH key. Give the .pub file.",
  "cli.image.interrupted": "Interrupted. What was begun has been cleared away.",
  "cli.image.agent": "Building the guest agent",
  "cli.image.recovery":
    "The recovery key is in {path}. Print it or write it down, keep it offline, and delete the file: it opens the disk without any gate.",
  "cli.image.built": "Machine {name} ({id}) is in {folder}.",
  "cli.image.launch-digest": "Expected launch digest: {digest}",
  "cli.image.predicted": "Predicted boot: {name} ({registers})",
  "cli.image.learn-first":
    "The gate will refuse the first boot of {name}, as no file tells RTMR 0, which follows the machine's shape. Look at that boot, and learn it: sekisho machine learn.",
  "cli.image.disk-only":
    "{option} is for machines that boot from their disk. Add --boot grub or --boot uki, or leave it away.",
  "cli.image.direct-only":
    "--technology {technology} does not go with --boot {boot}: such a guest boots directly. Leave --boot out.",
  "cli.image.vtpm-outside":
    "A TPM of kind {provider} stands inside a confidential VM, and --technology tpm has none. Choose --vtpm device or --vtpm google.",
  "cli.image.endorsement-unused":
    "With --vtpm {provider} the attestation report speaks for the TPM. Leave --endorsement-key and --endorsement-root away.",
  "cli.image.signing-both": "A key signs with its certificate. Give both --signing-key and --signing-certificate.",
  "cli.image.signing-unused":
    "Only --boot uki with Secure Boot signs anything. Leave --signing-key and --signing-certificate away.",
  "cli.image.no-report":
    "A machine of --technology sev, sev-es or tpm has no attestation report. Leave --report-source away.",
  "cli.image.signing-key":
    "The key that signs what this machine's firmware starts is in {path}. Keep it from the machine and its host: whoever has it can sign another boot.",
  "cli.image.no-svsm":
    "No SVSM is given, so the expected launch digest is the firmware's alone. A host whose SVSM holds the vTPM measures that SVSM too: build with --svsm for it.",
  "cli.image.needs-smm":
    "Debian's OVMF enforces Secure Boot only with System Management Mode, which a confidential VM doesn't have: this machine starts in the lab. For real hardware give an OVMF built for Secure Boot without it (--firmware).",
  "cli.image.changed": "{component}: {from} → {to}",
  "cli.image.would-change": "would change: {component}: {from} → {to}",
  "cli.image.current": "Everything is current; nothing was changed.",
  "cli.image.tell-gate":
    "{folder}/machine.json has the new reference value beside the old ones. Tell the gate before the next start: sekisho machine reference-values {name} --add {folder}/machine.json",
  "cli.passphrase.choose": "Passphrase",
  "cli.passphrase.again": "The same again",
  "cli.passphrase.differ": "The two passphrases differ. Run the command again.",
  "cli.passphrase.abandoned": "No passphrase was given, so nothing was done.",
  "cli.passphrase.no-terminal": "There is no terminal to ask for the passphrase. Give it in a file.",
  "cli.machine.exported": "The backup is in {output} ({files}). Any age program opens it with the passphrase.",
  "cli.machine.import-what": "Say either --verify, or where to restore: --output FOLDER, --disk FILE, or both.",
  "cli.machine.verified":
    "The backup of {name} ({id}) is whole: its header is the registered one, and these keys open it: {keys}",
  "cli.machine.imported": "The backup of {name} ({id}) was verified and restored. Keys: {keys}",
} as const;
