/** A verdict in one sentence, for somebody who has never seen the specification. */
export const headlineEn = {
  "verifier.headline.accepted":
    "{name} runs on a genuine {vendor} processor, which keeps its memory from the cloud, and it started exactly what you prepared.",
  "verifier.headline.accepted.lab":
    "{name} started exactly what you prepared. Its processor is the lab's, made of software: that is for trying, and protects nothing.",
  "verifier.headline.accepted.tpm":
    "{name} started exactly what you prepared, says its TPM. But nothing keeps its memory from whoever runs it.",
  "verifier.headline.nothing-checked": "Nothing was checked, so nothing is known about this machine.",

  "verifier.headline.other-machine": "The evidence is about another machine than this one.",
  "verifier.headline.other-gate": "The machine trusts another gate than this one: its image was built for that.",
  "verifier.headline.other-disk":
    "The disk is not the registered one: its header (LUKS2) was changed, or the disk was swapped.",
  "verifier.headline.borrowed":
    "The report was made for somebody else: whoever asks for the key here is not the machine that the report describes.",

  "verifier.headline.forged": "The report is not genuine: the processor did not sign what it says.",
  "verifier.headline.forged-certificates": "The processor's certificates are not genuine: they do not fit together.",
  "verifier.headline.foreign-root":
    "Nothing shows that this processor is genuine: its certificates end at a root key that is no chip maker's. The machine may be a fake.",
  "verifier.headline.revoked": "The chip maker has revoked a key that this report rests on.",
  "verifier.headline.revocation-unknown":
    "Whether the processor's key was revoked could not be looked up: the chip maker's list is missing.",
  "verifier.headline.revocation-forged":
    "The list of revoked keys does not come from the one who certified this processor.",
  "verifier.headline.revocation-stale":
    "Whether the processor's key was revoked could not be looked up: the chip maker's list is out of date.",
  "verifier.headline.expired": "A certificate of the processor is not valid at this moment.",
  "verifier.headline.certificates-missing":
    "Nobody can tell whether the report is genuine: what the chip maker says about this processor is missing.",
  "verifier.headline.debug":
    "The machine was started in debug mode, in which the cloud can read and change its memory.",
  "verifier.headline.other-settings": "The cloud started the machine with other protection settings than you chose.",
  "verifier.headline.tcb-hole":
    "The processor's firmware is out of date: it lacks the fix for a known hole ({advisory}).",
  "verifier.headline.tcb-old": "The processor's firmware is older than the policy allows.",
  "verifier.headline.tcb-status":
    "The processor's firmware is not good enough for the policy: Intel rates it {status}.",
  "verifier.headline.tcb-unknown": "Nobody can tell whether the processor's firmware is new enough.",

  "verifier.headline.nothing-known": "No good start of this machine is known yet, so there is nothing to compare with.",
  "verifier.headline.several": "Several parts of what was started are not what you prepared.",
  "verifier.headline.started-other":
    "Something else was started than what you prepared: firmware, kernel, initrd or command line is not a known one.",
  "verifier.headline.file-exchanged":
    "Something else was started than what you prepared: by what the machine says of itself, the kernel, the initrd or the firmware was exchanged.",
  "verifier.headline.kernel-claimed":
    "Something else was started than what you prepared. The machine calls its kernel {claimed}; known is {known}.",
  "verifier.headline.boot-other": "This boot is not a known one: something else was started than what you prepared.",
  "verifier.headline.command-line-claimed":
    "Something else was started than what you prepared, and the kernel's command line differs, too: {words}.",
  "verifier.headline.command-line": "The kernel's command line is not the one you prepared.",
  "verifier.headline.command-line.adds": "The kernel's command line was changed: {added} was added.",
  "verifier.headline.command-line.drops": "The kernel's command line was changed: {removed} is missing.",
  "verifier.headline.command-line.changes":
    "The kernel's command line was changed: {added} was added, and {removed} is missing.",
  "verifier.headline.command-line.moves":
    "The kernel's command line was changed: the words are the same, but {moved} stands elsewhere.",
  "verifier.headline.command-line.spaces": "The kernel's command line was changed, though in its spaces only.",
  "verifier.headline.kernel": "The kernel is not the one you prepared.",
  "verifier.headline.kernel-version": "Another kernel was started: {actual} instead of {expected}.",
  "verifier.headline.kernel-image": "The kernel image (UKI) is not the one you prepared.",
  "verifier.headline.initrd":
    "The initrd is not the one you prepared: the small system that asks for the key was exchanged.",
  "verifier.headline.firmware": "The VM's firmware is not a known one.",
  "verifier.headline.boot-loader": "The boot loader is not the one you prepared.",
  "verifier.headline.boot-loader-input": "The boot loader was given other commands or files than you prepared.",
  "verifier.headline.secure-boot-off": "Secure Boot was off, so programs could start that nobody has signed.",
  "verifier.headline.secure-boot-keys": "The keys by which Secure Boot lets programs start are not the known ones.",
  "verifier.headline.unmeasured":
    "The cloud started the machine so that kernel, initrd and command line go unchecked: it could have started anything.",
  "verifier.headline.vcpus":
    "The cloud gave the machine another number of virtual CPUs: {actual} instead of {expected}.",
  "verifier.headline.vcpu-type":
    "The cloud gave the machine another type of virtual CPU: {actual} instead of {expected}.",
  "verifier.headline.other-form": "The cloud started the machine in another way than you chose.",
  "verifier.headline.never-seen":
    "Part of this boot was never seen before ({registers}). If it is the machine's first boot, look at it and learn it; if not, somebody has changed it.",
  "verifier.headline.image-of-another":
    "It was started as another machine: the identifier on its command line is not this machine's.",
  "verifier.headline.initrd-left":
    "The key was asked for too late: from the running system, where anybody inside could have asked, and not while it started.",

  "verifier.headline.untrue-log": "The boot log is not true: it does not add up to what was recorded during the boot.",
  "verifier.headline.forged-quote": "The TPM's record is not genuine: the TPM did not sign it.",
  "verifier.headline.unmeasured-svsm":
    "Who keeps the record of the boot (SVSM) is not known, so the record could say anything.",
  "verifier.headline.foreign-tpm": "The TPM that keeps the record of the boot is not known to be this machine's.",
} as const;
