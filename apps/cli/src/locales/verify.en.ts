/** Texts of `sekisho verify`, and of a verdict as a person reads it. */
export const verifyEn = {
  "cli.file.too-large": "{path} is larger than {limit} bytes, so it is not what this command reads. Check the path.",
  "cli.verify.not-hex":
    "{option} takes {length} bytes: exactly {digits} hexadecimal digits. Correct it, and run the command again.",
  "cli.verify.not-a-moment":
    "--at takes a moment in ISO 8601 with its time zone (2026-11-23T09:00:00Z) or a date, not {text}. Correct it, and run the command again.",
  "cli.verify.not-a-url":
    "{option} takes an address that begins with https:// or http://, not {url}. Correct it, and run the command again.",
  "cli.verify.policy.not-text": "{path} is no policy: a policy is text in YAML. Name another file with --policy.",
  "cli.verify.policy": "The policy {path} can't be used: {problem}",
  "cli.verify.policy.several": "The policy {path} can't be used: {problem} ({more} more problems follow this one)",
  "cli.verify.certificates.none": "{path} holds no certificate (PEM or DER). Name another file with --cert.",
  "cli.verify.certificates.other": "{path} holds revocation lists, not certificates. Give it with --crl.",
  "cli.verify.crls.none": "{path} holds no revocation list (PEM or DER). Name another file with --crl.",
  "cli.verify.crls.other": "{path} holds certificates, not revocation lists. Give it with --cert.",
  "cli.verify.collateral-unknown":
    "{path} holds neither certificates, revocation lists (PEM or DER), nor Intel's collateral (JSON). Name another file, or a directory.",
  "cli.verify.skipped": "Skipped {path}: neither certificates, a revocation list, nor Intel's collateral.",
  "cli.verify.unknown-evidence":
    "{path} is no evidence that Sekisho knows. It reads AMD SEV-SNP reports (alone or with a certificate table), Intel TDX and SGX quotes, Azure HCL reports, and Sekisho evidence bundles.",
  "cli.verify.no-quote": "{path} is no quote. --quote takes the TDX quote that goes with the HCL report.",
  "cli.verify.no-tdx-quote": "{path} is a quote of an SGX enclave, and --quote takes that of a TD. Name another file.",
  "cli.verify.quote-unused":
    "--quote goes with an Azure HCL report of a TD alone. To judge a quote by itself, name it as the evidence.",
  "cli.verify.boot-log":
    "{path} is a boot log: no signature says whether it is true. 'sekisho boot-log' shows it; a TD's goes with its quote (--event-log).",
  "cli.verify.no-event-log":
    "{path} can't be read as a TD's event log (CCEL): {field} at offset {offset}: expected {expected}, found {actual}. Name another file with --event-log.",
  "cli.verify.event-log-unused": "--event-log goes with the evidence of a TD alone. Leave it out.",
  "cli.verify.empty-bundle":
    "{path} is an evidence bundle with neither a report nor what a TPM says: there is nothing to judge.",
  "cli.verify.bundle.machine.pass": "The bundle is about the machine of machine.json.",
  "cli.verify.bundle.machine.fail": "The bundle is about another machine than machine.json.",
  "cli.verify.bundle.header.pass": "The disk's LUKS2 header is the one in machine.json.",
  "cli.verify.bundle.header.fail": "The disk's LUKS2 header is another one than in machine.json.",
  "cli.verify.bundle.vtpm.missing": "The machine boots from its disk, and the bundle holds nothing of a TPM.",
  "cli.verify.bundle.report.missing":
    "The machine is a confidential VM, and the evidence holds no report or quote of its kind.",
  "cli.verify.memory": "Only a TPM speaks here: nothing protects this machine's memory.",
  "cli.verify.receipt": "{path} is the receipt of a release. 'sekisho receipt verify' verifies it.",
  "cli.verify.other-json":
    "{path} is JSON, but no Sekisho evidence bundle. What Intel or 'sekisho endorsements bundle' wrote goes with --collateral, a machine.json with --machine.",
  "cli.verify.not-a-bundle": "{path} is JSON, but no Sekisho evidence bundle: {field}: {reason}.",
  "cli.verify.some-unreadable": "{unreadable} of {all} files could not be read; what was said of each stands above.",
  "cli.report.accepted": "{what}: ACCEPTED",
  "cli.report.rejected": "{what}: REJECTED",
  "cli.report.refusing": "Why it is refused:",
  "cli.report.unknown": "Not shown by the evidence, or worth a warning; the policy does not demand it:",
  "cli.report.passed": "What was checked and is right:",
  "cli.report.expected": "expected: {value}",
  "cli.report.actual": "found:    {value}",
} as const;
