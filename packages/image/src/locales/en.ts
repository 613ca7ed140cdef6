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
  "image.kernel.secret":
    "The kernel {version} can't read a key that is injected at launch: it lacks the driver efi_secret (CONFIG_EFI_SECRET). Debian's kernels lack it. Take a root filesystem with one that has it: {kernels}.",
  "image.kernel.register":
    "The root filesystem's kernel is {version}. A TD needs Linux {wanted} or newer, which extends RTMR 3 before the initrd is left. Take a newer suite (--suite sid), or a tree with such a kernel (--from).",
  "image.output.taken":
    "{path} exists already, and an image is never overwritten. Choose another folder, or move this one away.",
  "image.file.missing": "There is no file {path}. Check the path, and run the command again.",
  "image.file.not-json": "{path} is not JSON text, so it is not the file that is expected here. Check the path.",
  "image.file.malformed": "{path} is not what it should be: {reason}",
  "image.firmware.no-hashes":
    "The firmware {path} checks no kernel, initrd and command line (it has no SEV hash table). Take the AmdSev build of OVMF (package ovmf-amdsev).",
  "image.packages.unavailable":
    "The packages {packages} can't be had from {mirror}: {reason}. Try again with a network; a firmware can also be given as a file (--firmware).",
  "image.packages.no-file":
    "The packages {packages} hold no file {path}, so they are not what Sekisho knows. Take another suite or mirror.",
  "image.variables.foreign-keys":
    "The variable store {path} has Secure Boot keys of somebody else, so a new key would sign in vain. Give the key that it trusts (--signing-key, --signing-certificate), or a store without keys.",
  "image.refresh.no-room":
    "The new boot files need {needed} MiB, and their partition has {available} MiB. Build a new image.",
  "image.signing-key.mismatch":
    "The key in {path} is not the one of the certificate in {certificatePath}. Give the two that belong together.",
  "image.append.grub":
    "GRUB would change {word} before the kernel sees it. Leave letters, digits and _.,:=/@%+- in --append, or boot without GRUB (--boot uki).",
  "image.backup.locked": "{path} can't be opened with this passphrase, or it was changed.",
  "image.backup.malformed": "{path} holds no whole backup of a machine: {reason}",
  "image.backup.header-differs":
    "The LUKS2 header in {path} is not the one that machine.json names (expected {expected}, found {actual}).",
  "image.backup.key-dead": "The key {key} in the backup opens no key slot of the header beside it.",
  "image.backup.other-machine": "The backup is of machine {backup}, and {path} is of machine {found}.",
  "image.passphrase.empty": "The passphrase is empty. Choose one that nobody guesses.",
  "image.key.length": "The disk key in {path} has {length} bytes; it takes 32 to 4096. Make one with --generate-key.",
  "image.inspect.table":
    "{path} has no partition table that can be read ({field}: expected {expected}, found {actual}). It takes a raw disk image with a GPT.",
  "image.inspect.esp":
    "{path} has {count} EFI system partitions with FAT; it takes exactly one. Check the partition types (sfdisk --list).",
  "image.inspect.path": "The name {path} has characters that can't be looked up in a disk image. Rename the file.",
  "image.inspect.ext4": "The ext4 filesystem in {path} can't be read: {text}",
  "image.inspect.file":
    "There is no file {path} on the EFI system partition of {disk}. Check that the image boots the way you said (--boot).",
  "image.inspect.uki":
    "Which unified kernel image starts can't be told: {count} in EFI/Linux, {entries} in loader/entries. Leave exactly one, or name it as default in loader.conf.",
  "image.inspect.variables":
    "This is no variable store of OVMF ({field}: expected {expected}, found {actual}). Give the file OVMF_VARS….fd that the VM starts with.",
  "image.inspect.secure-boot-off":
    "Secure Boot is asked for, but with this variable store the firmware does not enforce it. Enroll keys in it, or take another one.",
  "image.inspect.secure-boot-on":
    "Secure Boot is not asked for, but with this variable store the firmware enforces it. Take one without keys.",
  "image.inspect.no-secure-boot":
    "The variable store has keys, but this firmware is built without Secure Boot. Take a build with it (OVMF_CODE_4M.secboot.fd).",
  "image.step.suite": "Building the root filesystem of {suite}",
  "image.step.read": "Reading {path}",
  "image.step.unpack": "Unpacking the root filesystem",
  "image.step.firmware": "Fetching the firmware",
  "image.step.initrd": "Building the initrd for kernel {version}",
  "image.step.filesystem": "Making the filesystem",
  "image.step.encrypt": "Encrypting the disk",
  "image.step.measure": "Computing the reference values",
  "image.step.done": "Done",
} as const;
