import { intelEn } from "./intel.en.ts";

export const en = {
  ...intelEn,
  "endorsements.amd.report-signature.pass": "The report is signed by the key that the certificate names.",
  "endorsements.amd.report-signature.fail":
    "The report is not signed by the key that the certificate names: it was changed, or the certificate belongs to another chip or TCB.",
  "endorsements.amd.incomplete": "Could not be looked at, as a certificate of the chain is missing or malformed.",
  "endorsements.amd.certificate.found": "The certificate {name} is there.",
  "endorsements.amd.certificate.missing":
    "The certificate {name} was not given. Give it with the evidence or as a file, or let Sekisho fetch it.",
  "endorsements.amd.unreadable":
    "{count} of the inputs given as certificates can't be read; the first breaks at {field}, offset {offset}.",
  "endorsements.amd.root.pinned": "The chain ends in AMD's root key for {product}.",
  "endorsements.amd.root.additional":
    "The chain ends in {name}: not AMD's root, but one that the policy trusts by name.",
  "endorsements.amd.root.foreign":
    "The chain ends in {name}, which is neither AMD's root nor one that the policy trusts.",
  "endorsements.amd.signatures.genuine": "Every certificate of the chain is signed by the one above it.",
  "endorsements.amd.signatures.broken": "The certificate {subject} is not signed by {issuer}.",
  "endorsements.amd.names.pass": "The certificates of the chain carry the names that AMD gives them for {product}.",
  "endorsements.amd.names.fail":
    "The certificates of the chain do not carry the names that AMD gives them for {product}.",
  "endorsements.amd.authority.fine": "The certificates above the endorsement key may sign certificates, and only they.",
  "endorsements.amd.authority.issuer": "The certificate {name} is not allowed to sign the certificates below it.",
  "endorsements.amd.authority.leaf":
    "The certificate {name} claims to be an authority, which an endorsement key never is.",
  "endorsements.amd.authority.critical": "The certificate {name} has a critical extension that Sekisho does not know.",
  "endorsements.amd.dates.valid": "All certificates of the chain are valid at the time of verification.",
  "endorsements.amd.dates.invalid": "The certificate {name} is not valid at the time of verification.",
  "endorsements.amd.crl.missing": "No revocation list of the chain's root was given, so revocation was not looked at.",
  "endorsements.amd.crl.unreadable": "A revocation list can't be read: {field} at offset {offset}.",
  "endorsements.amd.crl.forged": "A revocation list in the name of {name} is not signed by it, or can't be relied on.",
  "endorsements.amd.crl.revoked": "The certificate {name} (serial number {serialNumber}) was revoked on {date}.",
  "endorsements.amd.crl.stale":
    "The revocation list is not valid at the time of verification. Fetch a current one from AMD's key service.",
  "endorsements.amd.crl.clean": "The root's current revocation list names none of the chain's certificates.",
  "endorsements.amd.extensions.malformed":
    "AMD's extension {field} in the certificate is missing or malformed (offset {offset}).",
  "endorsements.amd.signer.pass":
    "The report says that a {report} signed it, and the certificate is for a {certificate}.",
  "endorsements.amd.signer.fail":
    "The report says that a {report} signed it, but the certificate is for a {certificate}.",
  "endorsements.amd.signer.none": "The report says that no key signed it: the host has switched signing off.",
  "endorsements.amd.key.pass": "The certified key is of the kind that signs reports.",
  "endorsements.amd.key.fail": "The certified key is not of the kind that signs reports.",
  "endorsements.amd.product.pass": "Processor and certificate are of the same product line.",
  "endorsements.amd.product.fail": "The certificate is for another product line than the report's processor.",
  "endorsements.amd.product.version-2":
    "A version 2 report does not name its processor; the certificate's product line is one that makes such reports.",
  "endorsements.amd.product.unknown-name":
    "The certificate names a product that Sekisho does not know, or lacks its patch levels.",
  "endorsements.amd.product.unknown-processor": "The report comes from a processor that Sekisho does not know.",
  "endorsements.amd.tcb.pass": "The certificate is for the security patch levels that the report names.",
  "endorsements.amd.tcb.fail":
    "The certificate is for other security patch levels than the report names: {components}.",
  "endorsements.amd.chip-id.pass": "The certificate belongs to the chip that the report names.",
  "endorsements.amd.chip-id.fail": "The certificate belongs to another chip than the report names.",
  "endorsements.amd.chip-id.masked":
    "The host hides the chip's identifier, so it can't be compared with the certificate.",
  "endorsements.amd.chip-id.vlek":
    "A VLEK belongs to a cloud provider, here {cspId}, and not to one chip, so no chip can be compared.",
  "endorsements.amd.chip-id.vlek-fields": "The VLEK certificate lacks a cloud provider's identifier, or names a chip.",
  "endorsements.amd.chip-id.vcek-fields": "The VCEK certificate lacks a chip's identifier, or names a cloud provider.",
  "endorsements.sev.certificates.found": "All certificates of the platform are there, from PDH to ARK.",
  "endorsements.sev.certificates.missing":
    "Certificates of the platform are missing: {names}. `sevctl export --full` on the host writes them all into one file.",
  "endorsements.sev.incomplete": "Could not be looked at, as a certificate of the platform is missing.",
  "endorsements.sev.root.pinned": "The platform's chain ends in AMD's root key for {product}.",
  "endorsements.sev.root.additional":
    "The platform's chain ends in a root that is not AMD's, but was named as trusted.",
  "endorsements.sev.root.foreign":
    "The platform's chain ends in a root that is neither AMD's nor named as trusted: anybody can have made these certificates.",
  "endorsements.sev.signatures.genuine": "Every certificate of the platform is signed by the one above it.",
  "endorsements.sev.signatures.broken": "The platform's {subject} is not signed by its {issuer}.",
  "endorsements.sev.algorithms.pass": "The platform's keys are of the kinds that SEV uses.",
  "endorsements.sev.algorithms.fail": "The platform's {name} is not of the kind that SEV uses.",
  "endorsements.sev.revocation":
    "AMD publishes no list of revoked platform keys in this format, so revocation was not looked at.",
  "endorsements.fetch.unreachable": "{url} could not be asked.",
  "endorsements.fetch.held-back":
    "{url} was not asked: the key service wants no questions for another {seconds} seconds. Try again then.",
  "endorsements.fetch.refused":
    "{url} refused with status {status}, also after several attempts. Try again later, or give the certificates as files.",
  "endorsements.fetch.status": "{url} answered with status {status}: the key service does not have it.",
  "endorsements.fetch.too-large": "{url} answered with more than {limit} bytes, which no certificate needs.",
  "endorsements.fetch.broken": "{url} could not be reached: {reason}.",
  "endorsements.fetch.offline-missing":
    "{name} was never kept or imported, and no service is asked. Gather it with `sekisho endorsements bundle` and import it.",
  "endorsements.fetch.offline-stale":
    "{name} is there, but holds from {from} to {until} only, and no service is asked. Gather a new bundle with `sekisho endorsements bundle` and import it.",
  "endorsements.fetch.pck-missing":
    "The quote does not carry its platform's PCK certificate, so nothing can be asked for. Give the certificate as a file.",
  "endorsements.fetch.pck-issuer":
    "The PCK certificate is issued by {name}, which is neither of Intel's authorities, so its revocation list can't be asked for.",
  "endorsements.fetch.vlek":
    "The report is signed by a VLEK, whose certificate only the cloud provider hands out. It must come with the evidence.",
  "endorsements.fetch.masked":
    "The host hides the chip's identifier, so its certificate can't be asked for. It must come with the evidence.",
  "endorsements.fetch.unknown-processor":
    "The report comes from a processor that Sekisho does not know, so its certificate can't be asked for.",
} as const;
