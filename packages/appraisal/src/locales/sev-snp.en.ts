/** What the checks of an SEV-SNP report found. */
export const sevSnpEn = {
  "policy.applied": "The policy that was applied: {name}.",
  "policy.applied.built-in": 'The built-in policy "{name}" was applied.',
  "policy.applied.unnamed": "The policy that was applied has no name.",
  "policy.section-missing": "The policy says nothing about {technology}, so no such evidence is accepted.",
  "sev-snp.requester.guest": "The guest itself asked for the report.",
  "sev-snp.requester.host":
    "The host asked for the report, not the guest: it proves nothing about what the guest wants.",
  "sev-snp.requester.nobody": "The report names a privilege level that doesn't exist.",
  "sev-snp.report-data.equal": "REPORT_DATA is the expected value: the report was made for this very purpose.",
  "sev-snp.report-data.differs":
    "REPORT_DATA is not the expected value: the report was made for another request, guest key, disk or machine.",
  "sev-snp.expected-guest-policy.equal": "The guest was launched under the guest policy of its machine.",
  "sev-snp.expected-guest-policy.differs":
    "The guest was launched under another guest policy than its machine's: the host chose what it allows.",
  "sev-snp.expected-measurement.equal": "The launch digest is the expected one.",
  "sev-snp.expected-measurement.differs": "The launch digest is not the expected one: something else was started.",
  "sev-snp.field.not-reported": "A report of version {version} doesn't show {field}.",
  "sev-snp.chip-id.masked": "CHIP_ID is masked, so the report doesn't show which processor this is.",
  "sev-snp.vmpl.privileged-enough": "The report was asked for at a privilege level that the policy allows.",
  "sev-snp.vmpl.too-high":
    "The report was asked for at a less privileged level (a higher VMPL) than the policy allows.",
  "sev-snp.roots.accepted": "The certificates lead to a root key that the policy accepts.",
  "sev-snp.roots.refused": "The certificates lead to a root key that the policy doesn't accept.",
  "sev-snp.roots.missing": "There is no root certificate to hold against the policy.",
  "sev-snp.signer.unknown": "There is no certificate that shows the kind of signing key.",
  "sev-snp.product.accepted": "The policy accepts this product line.",
  "sev-snp.product.refused": "The policy doesn't accept this product line.",
  "sev-snp.product.unknown": "Neither certificates nor report show the product line.",
  "sev-snp.milan.warning":
    "Caution: Milan's signing keys can be extracted by software (arXiv 2605.12990), so a Milan report could be forged whatever its versions say. Pin known chips (chip-ids), or refuse Milan.",
  "sev-snp.milan.refused":
    "Milan's signing keys can be extracted by software (arXiv 2605.12990), and the policy refuses Milan for that.",
  "sev-snp.signer.accepted": "The policy accepts this kind of signing key.",
  "sev-snp.signer.refused": "The policy doesn't accept this kind of signing key.",
  "sev-snp.csp-id.accepted": "The key was loaded for a cloud provider that the policy accepts.",
  "sev-snp.csp-id.refused": "The key was loaded for a cloud provider that the policy doesn't accept.",
  "sev-snp.csp-id.absent": "The certificate names no cloud provider; only VLEK certificates do.",
  "sev-snp.tcb.high-enough": "{field}: {name} is as new as the policy demands.",
  "sev-snp.tcb.too-low": "{field}: {name} is older than the policy demands.",
  "sev-snp.tcb.high-enough.published": "{field}: {name} has the fixes of {advisory} (table of {collectedAt}).",
  "sev-snp.tcb.too-low.published":
    "{field}: {name} lacks the fix of {advisory} (table of {collectedAt}). The cloud's operator must update the firmware.",
  "sev-snp.tcb.no-floor": "{field} can't be judged: the policy has no floor for {product}.",
  "sev-snp.tcb.product-unknown": "{field} can't be judged: neither certificates nor report show the product line.",
  "sev-snp.tcb.no-component": "{field} has no {name} on this product line.",
  "sev-snp.tcb.no-cpuid":
    "The microcode can't be judged: a report of version {version} doesn't show the processor's stepping, and numbers of different steppings can't be compared.",
  "sev-snp.tcb.no-microcode-floor": "No floor of the microcode is known for the processor {cpuid}.",
  "sev-snp.firmware.current.high-enough": "The SEV firmware is as new as the policy demands.",
  "sev-snp.firmware.current.too-low": "The SEV firmware is older than the policy demands.",
  "sev-snp.firmware.committed.high-enough": "The committed SEV firmware is as new as the policy demands.",
  "sev-snp.firmware.committed.too-low":
    "The committed SEV firmware is older than the policy demands, so the host could go back to it.",
  "sev-snp.firmware.provisional.no": "The firmware that runs is committed: the host can't go back to an older one.",
  "sev-snp.firmware.provisional.yes": "The firmware that runs is not committed: the host can go back to an older one.",
  "sev-snp.mitigations.there": "{field} shows every mitigation that the policy demands.",
  "sev-snp.mitigations.missing": "{field} lacks mitigations that the policy demands: bits {bits}.",
  "sev-snp.measurement.known": "The launch digest is a known good one: {name}.",
  "sev-snp.measurement.unknown": "The launch digest is none of the reference values: something else was started.",
  "sev-snp.measurement.no-reference-values":
    "The policy demands a known launch digest, and there are no reference values to compare with.",
} as const;
