export const en = {
  "image.tool.absent":
    "The program {tool} is not installed. Install it (sudo apt install {package}), and run the command again.",
  "image.tool.failed": "The program {tool} failed with status {status}: {text}",
  "image.memory-folder.absent":
    "{folder} is not a filesystem in memory, so a key can't be lent to cryptsetup safely. Mount a tmpfs there, and run the command again.",
  "image.namespace.refused":
    "This machine lets an ordinary user make no user namespace ({text}). Install uidmap, give the user a range in /etc/subuid and /etc/subgid, or run the command as root.",
  "image.source.missing": "There is no file or folder {path}. Check the path given to --from.",
  "image.source.kind": "{path} is neither a folder nor a tar file. Give --from one of the two.",
  "image.archive.unreadable": "{path} can't be unpacked as a tar file: {text}",
  "image.tree.lacks":
    "The root filesystem can't become a machine yet: it lacks {packages}. Install these packages in it (apt install {packages}), and build again.",
  "image.keyring.absent":
    "Debian's archive keys are not at {path}. Install them (sudo apt install debian-archive-keyring), and run the command again.",
  "image.initrd.failed": "initramfs-tools could not build the initrd: {text}",
  "image.append.characters":
    "The addition to the kernel command line has characters other than printable ASCII. Remove them.",
  "image.append.long":
    "The kernel command line would have {length} characters; the kernel takes {longest}. Shorten --append.",
  "image.output.taken":
    "{path} exists already, and an image is never overwritten. Choose another folder, or move this one away.",
  "image.file.missing": "There is no file {path}. Check the path, and run the command again.",
  "image.file.malformed": "{path} is not what it should be: {reason}",
  "image.firmware.no-hashes":
    "The firmware {path} checks no kernel, initrd and command line (it has no SEV hash table). Take the AmdSev build of OVMF (package ovmf-amdsev).",
  "image.firmware.unavailable":
    "The firmware OVMF.amdsev.fd can't be had from {mirror}: {reason}. Give a file of it with --firmware, or try again with a network.",
  "image.firmware.no-package": "apt downloaded no package {package}.",
  "image.backup.locked": "{path} can't be opened with this passphrase, or it was changed.",
  "image.backup.malformed": "{path} holds no whole backup of a machine: {reason}",
  "image.backup.header-differs":
    "The LUKS2 header in {path} is not the one that machine.json names (expected {expected}, found {actual}).",
  "image.backup.key-dead": "The key {key} in the backup opens no key slot of the header beside it.",
  "image.backup.other-machine": "The backup is of machine {backup}, and {path} is of machine {found}.",
  "image.passphrase.empty": "The passphrase is empty. Choose one that nobody guesses.",
  "image.key.length": "The disk key in {path} has {length} bytes; it takes 32 to 4096. Make one with --generate-key.",
  "image.step.suite": "Building the root filesystem of {suite}",
  "image.step.read": "Reading {path}",
  "image.step.unpack": "Unpacking the root filesystem",
  "image.step.firmware": "Fetching the firmware",
  "image.step.initrd": "Building the initrd for kernel {version}",
  "image.step.filesystem": "Making the filesystem",
  "image.step.encrypt": "Encrypting the disk",
  "image.step.measure": "Computing the expected launch digest",
  "image.step.done": "Done",
} as const;
