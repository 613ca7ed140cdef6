/** What a verdict leaves open: what it is, why it matters, what can be done. */
export const gapsEn = {
  "verifier.gap.lab-root.title": "The processor is the lab's",
  "verifier.gap.lab-root.why":
    "Your machine.json trusts a root key that is no chip maker's. Whoever has that key can make a report that says anything, so nothing is protected.",
  "verifier.gap.lab-root.remedy":
    "Good for trying Sekisho. For anything real, build the machine anew without the lab's root, and run it on a genuine confidential VM.",
  "verifier.gap.no-confidential-vm.title": "No confidential VM",
  "verifier.gap.no-confidential-vm.why":
    "The TPM tells what was booted, but nothing keeps the memory from whoever runs the machine: the disk key can be read from it.",
  "verifier.gap.no-confidential-vm.remedy":
    "Keep to data that this operator may see, or move the machine to a plan with SEV-SNP or TDX.",
  "verifier.gap.vtpm-outside.title": "The TPM is the cloud's",
  "verifier.gap.vtpm-outside.why":
    "The record of the boot is kept outside the confidential VM. The cloud holds that TPM, and could write a record of a boot that never was.",
  "verifier.gap.vtpm-outside.remedy":
    "Where the cloud offers a direct boot, or a vTPM inside the confidential VM (SVSM), use that. Otherwise the cloud must be trusted about what was booted.",
  "verifier.gap.unmeasured-svsm.title": "Nobody knows who keeps the record of the boot",
  "verifier.gap.unmeasured-svsm.why":
    "The launch digest is not known to hold an SVSM. Then whoever runs in its place could write any record.",
  "verifier.gap.unmeasured-svsm.remedy":
    "Give the machine a known launch with its SVSM (measuredLaunches in machine.json), and let the policy refuse others: measured-boot.unmeasured-svsm: refuse.",
  "verifier.gap.milan.title": "Milan's keys can be read out",
  "verifier.gap.milan.why":
    "Researchers have shown how software extracts the signing keys of this processor generation (arXiv 2605.12990). A report of a Milan processor can then be forged, whatever versions it names.",
  "verifier.gap.milan.remedy":
    "Ask for a plan on Genoa or Turin, and let the policy say milan: refuse. Until then accept only processors that you know (chip-ids).",
  "verifier.gap.vlek.title": "The signing key is the cloud's, not one chip's",
  "verifier.gap.vlek.why":
    "The cloud provider loads this key (VLEK) into any of its processors. The report does not tell which one the machine runs on, and a processor that leaks the key speaks for all of them.",
  "verifier.gap.vlek.remedy":
    "Where the provider lets you choose, take reports signed by the chip's own key (VCEK). Name the provider in the policy: signer.csp-id.",
  "verifier.gap.no-crl.title": "Nobody looked whether keys were revoked",
  "verifier.gap.no-crl.why":
    "Without the chip maker's revocation list, a key that is known to have leaked would still be accepted.",
  "verifier.gap.no-crl.remedy":
    "Let the gate reach the chip maker's service, or import a bundle of endorsements; crl: required in the policy refuses where there is no list.",
  "verifier.gap.no-collateral.title": "Intel was not asked about this platform",
  "verifier.gap.no-collateral.why":
    "Without Intel's documents nobody can tell whether the platform has known holes, or was revoked.",
  "verifier.gap.no-collateral.remedy":
    "Let the gate reach Intel's service, or import a bundle of endorsements; collateral: required in the policy refuses without.",
  "verifier.gap.tcb-not-judged.title": "How old the processor's firmware is does not count",
  "verifier.gap.tcb-not-judged.why":
    "The policy sets no minimum, or there is none for this processor. Firmware with known holes would be accepted.",
  "verifier.gap.tcb-not-judged.remedy":
    "Set one in the policy: tcb.reported: published for SEV-SNP, tcb.statuses for TDX. The built-in policy has both.",
  "verifier.gap.unrebuildable-firmware.title": "The cloud's firmware can't be rebuilt",
  "verifier.gap.unrebuildable-firmware.why":
    "The cloud provider wrote the first program of the machine, and only its digest is known. What that program does, nobody outside can check against its source.",
  "verifier.gap.unrebuildable-firmware.remedy":
    "Pin the digest, and look at every change before you accept it. A cloud that starts your own firmware leaves this question behind.",
  "verifier.gap.weak-firmware.title": "This firmware does less than its digest promises",
  "verifier.gap.weak-firmware.why":
    "It is a version with a known weakness: it is the one you chose, but it may start what it should not.",
  "verifier.gap.weak-firmware.remedy":
    "Build the machine anew with a newer firmware, and let the policy say weak-firmware: refuse.",
  "verifier.gap.learned-registers.title": "Part of the boot was learned, not computed",
  "verifier.gap.learned-registers.why":
    "What the firmware notes about itself can't be computed beforehand, so it was taken from a first boot. If somebody had changed that boot, the change is now taken to be right.",
  "verifier.gap.learned-registers.remedy":
    "Learn only from a boot that you started yourself and looked at, and compare it with a second machine of the same kind.",
  "verifier.gap.registers-left-out.title": "The policy looks at part of the boot only",
  "verifier.gap.registers-left-out.why":
    "It names some PCRs and leaves others out. Whatever is recorded there can change without anybody being told.",
  "verifier.gap.registers-left-out.remedy":
    "Leave measured-boot.pcrs out of the policy: then all that matter are demanded.",
  "verifier.gap.secure-boot-off.title": "Secure Boot is off",
  "verifier.gap.secure-boot-off.why":
    "The machine starts whatever stands on its disk. The record shows that something else was started, and the key is then refused; but nothing stops it from running.",
  "verifier.gap.secure-boot-off.remedy":
    "Switch Secure Boot on when you build the machine, unless you start your own kernels.",
  "verifier.gap.any-chip.title": "Any genuine processor will do",
  "verifier.gap.any-chip.why":
    "The machine is known by what it started, not by where it runs. Somebody who has copied disk and image could start it on a processor of their own, which they can reach with tools.",
  "verifier.gap.any-chip.remedy":
    "If the cloud tells you which processors are yours, name them in the policy: chip-ids for SEV-SNP, platform-instance-ids for TDX.",
  "verifier.gap.masked-chip.title": "The cloud hides which processor this is",
  "verifier.gap.masked-chip.why":
    "The report comes without the chip's identifier, so the machine can't be tied to known processors.",
  "verifier.gap.masked-chip.remedy": "Ask the provider to leave CHIP_ID in the report (MASK_CHIP_ID off).",
  "verifier.gap.no-boot-identity.title": "TDX doesn't number its boots",
  "verifier.gap.no-boot-identity.why":
    "A quote does not tell one boot from another (SEV-SNP's REPORT_ID does). That a boot gets its key only once is up to the agent, which closes a register before it leaves the initrd.",
  "verifier.gap.no-boot-identity.remedy": "Nothing to do: the policy demands that register (RTMR 3) to be untouched.",
  "verifier.gap.tpm-revocation.title": "Nobody looked whether the TPM's certificate was revoked",
  "verifier.gap.tpm-revocation.why": "A TPM whose maker has withdrawn its certificate would still be accepted.",
  "verifier.gap.tpm-revocation.remedy":
    "Pin the TPM's own key in machine.json (endorsementKeys) instead of its maker's root.",
  "verifier.gap.physical-access.title": "Somebody at the machine, with tools",
  "verifier.gap.physical-access.why":
    "Who can open the server and put a device on its memory can break today's processors (Battering RAM, TEE.fail, WireTap). No report shows that.",
  "verifier.gap.physical-access.remedy":
    "Ask the provider who can reach the servers, and how that is watched. Against the provider's software and its remote staff the protection holds.",
} as const;
