/** What the checks of a TPM's evidence found, and how a boot differs from the known ones. */
export const measuredBootEn = {
  "vtpm.svsm.endorsement-key.pass": "The endorsement key has the form of an SVSM's.",
  "vtpm.svsm.endorsement-key.fail":
    "The endorsement key has not the form of an SVSM's vTPM: RSA-2048 after TCG's template L-1. Any other could hide another manifest in itself.",
  "vtpm.azure-hcl.vmpl.pass": "The report was asked for at VMPL 0, where the paravisor runs.",
  "vtpm.azure-hcl.vmpl.fail":
    "The report was not asked for at VMPL 0, where the paravisor runs: the operating system may have made it itself.",
  "vtpm.endorsement-certificate.none":
    "Roots of TPM makers are named, and the TPM brought no certificate of its endorsement key.",
  "vtpm.endorsement-key.known.pass": "The endorsement key is one that the machine's owner knows.",
  "vtpm.endorsement-key.known.certificate":
    "The endorsement key is not pinned; its certificate must lead to a root that the machine's owner knows.",
  "vtpm.endorsement-key.known.fail":
    "Nothing speaks for this TPM: its endorsement key is none of the pinned ones. If it is your machine's, put the SHA-256 that came into the machine's endorsementKeys; a certificate alone does not say whose TPM it is.",
  "vtpm.provider.pass": "The policy accepts a TPM of this provider: {provider}.",
  "vtpm.provider.fail":
    "The policy doesn't accept a TPM of this provider: {provider}. Name it in measured-boot.providers if it is to be trusted.",
  "vtpm.provider.expected": "The TPM is of the provider that the machine has.",
  "vtpm.provider.unexpected": "The machine has a TPM of {expected}, and this evidence is of {actual}.",
  "vtpm.inside-tcb.svsm": "The TPM is part of the confidential VM: an SVSM that the launch digest must cover holds it.",
  "vtpm.inside-tcb.azure-hcl": "The TPM is part of the confidential VM: Microsoft's paravisor holds it.",
  "vtpm.inside-tcb.google":
    "The TPM is outside the confidential VM: Google's hypervisor holds it, and could write any record.",
  "vtpm.inside-tcb.device": "The TPM is a device beside the machine's memory, which it doesn't protect.",
  "vtpm.report.missing": "Such a TPM is spoken for by an attestation report, and there is none.",
  "vtpm.svsm.manifest.pass": "The SVSM's services manifest is this endorsement key.",
  "vtpm.svsm.manifest.fail": "The SVSM's services manifest is another endorsement key: this TPM is not the SVSM's.",
  "vtpm.svsm.measured.pass": "The launch digest covers the SVSM: {version}.",
  "vtpm.svsm.measured.unknown":
    "The launch digest is not known to cover an SVSM: then whoever runs at VMPL 0 could write any record. Good enough in a lab alone.",
  "vtpm.azure-hcl.report.pass": "The report is the one inside the HCL report.",
  "vtpm.azure-hcl.report.fail": "The report is not the one inside the HCL report.",
  "vtpm.azure-hcl.user-data.pass": "The HCL report was made for this very request: its user-data is the binding.",
  "vtpm.azure-hcl.user-data.fail":
    "The HCL report's user-data is not the binding: it was made for another request, guest key, disk or machine.",
  "vtpm.azure-hcl.key.pass": "The HCL report vouches for this key: {kid}.",
  "vtpm.azure-hcl.key.fail": "The HCL report doesn't vouch for this key: its {kid} is another one, or missing.",
  "vtpm.log.empty": "The boot log has no events: it says nothing about what was started.",
  "vtpm.log.untrue":
    'The log is not true: the quote is that of the known boot "{name}", from which the log differs in PCR {pcrs}.',
  "vtpm.log.separators.pass": "The firmware closed its PCRs before it started anything.",
  "vtpm.log.separators.fail":
    "PCR {pcrs} has no separator, so that what belongs to the firmware can't be told from the rest.",
  "vtpm.log.initrd-left.pass": "The initrd was not left when the quote was made.",
  "vtpm.log.initrd-left.fail":
    "PCR 15 is not zero: the initrd had been left when the quote was made, so that anybody in the machine may have asked.",
  "vtpm.secure-boot.pass": "Secure Boot was on.",
  "vtpm.secure-boot.fail": "Secure Boot was not on, or the firmware didn't measure it first.",
  "known-boot.pass": "Every {kind} is that of a known boot: {names}.",
  "known-boot.not-demanded": "The policy demands no known boot: whatever was started is accepted.",
  "known-boot.silent": "No known boot speaks for {registers}. If this boot is good, learn it: sekisho machine learn.",
  "known-boot.differs": "This boot is not known. It differs from the nearest known boot ({names}) in: {components}.",
  "known-boot.same": "This part of the boot is that of the nearest known boot ({names}).",
  "known-boot.machine.pass": "The measured command line names this machine.",
  "known-boot.machine.fail": "The measured command line names another machine, or none: the image belongs elsewhere.",
  "known-boot.machine.none": "No measured command line is known by its text, so nothing shows which machine this is.",
  "known-boot.machine.unknown": "Nothing is known about the machine, so its command line can't be judged.",
  "known-boot.command-line.hidden":
    "The kernel command line is not the known one, {expected}. What it is instead the log doesn't hold ({register}).",
  "known-boot.added": "{actual} was measured into {register}, where no known boot has anything.",
  "known-boot.added.several":
    "{actual} was measured into {register}, where no known boot has anything; and {more} more.",
  "known-boot.missing": "An event is missing from the log: {expected} ({register}).",
  "known-boot.missing.several": "Events are missing from the log or differ: {expected} ({register}), and {more} more.",
  "known-boot.changed": "{expected} has another content ({register}).",
  "known-boot.changed.several": "{expected} has another content ({register}); and {more} more events differ.",
  "known-boot.replaced": "{actual} in place of {expected} ({register}).",
  "known-boot.replaced.several": "{actual} in place of {expected} ({register}); and {more} more events differ.",
  "known-boot.secure-boot.off": "Secure Boot is off, and the known boot has it on.",
  "known-boot.secure-boot.list": "The Secure Boot list {list} is another one. Entries now: {entries}.",
  "known-boot.component.other": "{component} differs.",
} as const;
