import { refuses, type Check } from "@sekisho/evidence";
import type { Verdict } from "@sekisho/appraisal";

/**
 * What is told first where several checks refuse: that it is about something else altogether, that it is forged or unprotected,
 * that it is borrowed; then what was started, in the order in which it starts; then the disk; then how good the processor is.
 */
const order: readonly RegExp[] = [
  /^request\.(?:kind|machine|gate-key)$/,
  /^vtpm\.readable\./,
  /^(?:sev-snp|tdx)\.(?:signature$|qe-)/,
  /^(?:sev-snp|tdx)\.chain\.(?:root|signatures|names|authority)$/,
  /^(?:sev-snp|tdx)\.policy\.debug$/,
  /^request\.binding$|\.report-data$|^tpm\.quote\.extra-data$|^vtpm\.azure-hcl\.user-data$/,
  /^tpm\.quote\.signature$|^vtpm\.|^tpm\.(?:attestation-key|endorsement-key|ek-certificate)\./,
  /^sev-snp\.policy\.measurement\.kernel-hashes$/,
  /^(?:sev-snp\.policy\.measurement|measured-boot)\.firmware$|^tdx\.(?:policy\.)?mr-td$/,
  /^measured-boot\.(?:policy\.)?secure-boot$/,
  /^measured-boot\.(?:shim|boot-loader)$/,
  /^(?:sev-snp\.policy\.measurement|measured-boot)\.(?:kernel|uki-section)$/,
  /^(?:sev-snp\.policy\.measurement|measured-boot)\.initrd$/,
  /^(?:sev-snp\.policy\.measurement|measured-boot)\.command-line$/,
  /^sev-snp\.policy\.measurement\./,
  /^measured-boot\.grub-/,
  /^measured-boot\.(?:initrd-left|machine)$|^tdx\.policy\.rtmrs\.3$/,
  /^tdx\.event-log|^tpm\.quote\./,
  /^sev-snp\.(?:policy\.)?measurement$|^measured-boot\.known/,
  /^measured-boot\./,
  /^request\.(?:header|boots)$/,
  /^sev-snp\.guest-policy$|^tdx\.attributes$/,
  /\.chain\.dates$/,
  /\.(?:chain|pck)\.revocation$/,
  /\.chain\./,
  /\.tcb\.|^tdx\.tcb/,
];

/** The refusing check that says most about what is wrong; undefined where none refuses. What fails goes before what is unknown. */
export function leadingCheck({ checks }: Pick<Verdict, "checks">): Check | undefined {
  return checks.filter(refuses).toSorted((left, right) => rank(left) - rank(right))[0];
}

function rank({ id, status }: Check): number {
  const place = order.findIndex((pattern) => pattern.test(id));
  const late = status === "fail" ? 0 : order.length + 1;
  return late + (place < 0 ? order.length : place);
}
