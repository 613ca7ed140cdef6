/** Texts of `sekisho verify`, and of a verdict as a person reads it. */
export const verifyEn = {
  "cli.file.too-large": "{path} is larger than {limit} bytes, so it is not what this command reads. Check the path.",
  "cli.verify.not-hex":
    "{option} takes {length} bytes: exactly {digits} hexadecimal digits. Correct it, and run the command again.",
  "cli.verify.not-a-moment":
    "--at takes a moment in ISO 8601 with its time zone (2026-11-23T09:00:00Z) or a date, not {text}. Correct it, and run the command again.",
  "cli.verify.not-a-url":
    "--key-server takes an address that begins with https:// or http://, not {url}. Correct it, and run the command again.",
  "cli.verify.policy": "The policy {path} can't be used: {problem}",
  "cli.verify.policy.several": "The policy {path} can't be used: {problem} ({more} more problems follow this one)",
  "cli.verify.collateral-unknown":
    "{path} holds neither certificates nor revocation lists (PEM or DER). Name another file, or a directory.",
  "cli.verify.skipped": "Skipped {path}: neither certificates nor a revocation list.",
  "cli.verify.not-yet":
    "{path} is evidence of {technology}, which is not supported by this version. It reads AMD SEV-SNP reports, Azure HCL reports with them, and Sekisho evidence bundles.",
  "cli.verify.unknown-evidence":
    "{path} is no evidence that Sekisho knows. It reads AMD SEV-SNP reports (alone or with a certificate table), Azure HCL reports, and Sekisho evidence bundles.",
  "cli.verify.empty-bundle":
    "{path} is an evidence bundle with neither a report nor what a TPM says: there is nothing to judge.",
  "cli.verify.bundle.machine.pass": "The bundle is about the machine of machine.json.",
  "cli.verify.bundle.machine.fail": "The bundle is about another machine than machine.json.",
  "cli.verify.bundle.header.pass": "The disk's LUKS2 header is the one in machine.json.",
  "cli.verify.bundle.header.fail": "The disk's LUKS2 header is another one than in machine.json.",
  "cli.verify.bundle.vtpm.missing": "The machine boots from its disk, and the bundle holds nothing of a TPM.",
  "cli.verify.bundle.report.missing": "The machine is a confidential VM, and the evidence holds no report.",
  "cli.verify.memory": "Only a TPM speaks here: nothing protects this machine's memory.",
  "cli.verify.not-a-bundle": "{path} is JSON, but no Sekisho evidence bundle: {field}: {reason}.",
  "cli.verify.some-unreadable": "{unreadable} of {all} files could not be read; what was said of each stands above.",
  "cli.report.accepted": "{what}: ACCEPTED",
  "cli.report.rejected": "{what}: REJECTED",
  "cli.report.refusing": "Why it is refused:",
  "cli.report.unknown": "Not looked at, or not shown by the evidence; the policy does not demand it:",
  "cli.report.passed": "What was checked and is right:",
  "cli.report.expected": "expected: {value}",
  "cli.report.actual": "found:    {value}",
} as const;
