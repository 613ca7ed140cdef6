/** Texts of `sekisho image` and `sekisho machine export`. */
export const imageEn = {
  "cli.image.no-source": "Say what to build from: --suite trixie, or --from FOLDER or TAR.",
  "cli.image.two-sources": "--suite and --from exclude each other. Give one of the two.",
  "cli.image.packages-from":
    "--packages is for --suite only. Install the packages in the root filesystem that --from names.",
  "cli.image.two-keys": "--key-file and --generate-key exclude each other. Give one of the two.",
  "cli.image.enter-generate":
    "In mode enter a person types the passphrase, so none is generated. Leave --generate-key away, or choose --mode auto.",
  "cli.image.no-ssh-key": "{path} holds no public SSH key. Give the .pub file.",
  "cli.image.interrupted": "Interrupted. What was begun has been cleared away.",
  "cli.image.agent": "Building the guest agent",
  "cli.image.recovery":
    "The recovery key is in {path}. Print it or write it down, keep it offline, and delete the file: it opens the disk without any gate.",
  "cli.image.built": "Machine {name} ({id}) is in {folder}. Expected launch digest: {digest}",
  "cli.image.changed": "{component}: {from} → {to}",
  "cli.image.would-change": "would change: {component}: {from} → {to}",
  "cli.image.current": "Kernel and initrd are current; nothing was changed.",
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
