/** Texts about Intel's endorsements. */
export const intelEn = {
  "endorsements.intel.quote-signature.pass": "The quote is signed by the attestation key that it names.",
  "endorsements.intel.quote-signature.fail":
    "The quote is not signed by the attestation key that it names: header or body were changed.",
  "endorsements.intel.quote-signature.key-type":
    "The quote is signed by a kind of attestation key that Intel's quoting enclaves don't use yet, so it can't be checked.",
  "endorsements.intel.qe-binding.pass": "The quoting enclave's report names this attestation key.",
  "endorsements.intel.qe-binding.fail":
    "The quoting enclave's report names another attestation key, so anybody can have made the quote.",
  "endorsements.intel.qe-report.pass": "The quoting enclave's report is signed by the platform's PCK.",
  "endorsements.intel.qe-report.fail":
    "The quoting enclave's report is not signed by the PCK that the certificate names: it was changed, or comes from another platform.",
  "endorsements.intel.incomplete": "Could not be looked at, as a certificate of the chain is missing or malformed.",
  "endorsements.intel.certificate.found": "The certificate {name} is there.",
  "endorsements.intel.certificate.missing":
    "The certificate {name} was not given. Give it with the evidence or as a file, or let Sekisho fetch it.",
  "endorsements.intel.unreadable":
    "{count} of the inputs given as certificates can't be read; the first breaks at {field}, offset {offset}.",
  "endorsements.intel.root.pinned": "The chain ends in Intel's SGX root key.",
  "endorsements.intel.root.additional":
    "The chain ends in {name}: not Intel's root, but one that the policy trusts by name.",
  "endorsements.intel.root.foreign": "The chain ends in {name}, whose key is not one that the policy trusts.",
  "endorsements.intel.signatures.genuine": "Every certificate of the chain is signed by the one above it.",
  "endorsements.intel.signatures.broken": "The certificate {subject} is not signed by {issuer}.",
  "endorsements.intel.names.pass": "The certificates of the chain carry the names that Intel gives them.",
  "endorsements.intel.names.fail": "The certificates of the chain do not carry the names that Intel gives them.",
  "endorsements.intel.authority.fine": "The certificates above the PCK may sign certificates, and only they.",
  "endorsements.intel.authority.issuer": "The certificate {name} is not allowed to sign the certificates below it.",
  "endorsements.intel.authority.leaf": "The certificate {name} claims to be an authority, which it never is.",
  "endorsements.intel.authority.critical":
    "The certificate {name} has a critical extension that Sekisho does not know.",
  "endorsements.intel.dates.valid": "All certificates of the chain are valid at the time of verification.",
  "endorsements.intel.dates.invalid": "The certificate {name} is not valid at the time of verification.",
  "endorsements.intel.crl.missing": "No revocation list of {name} was given, so revocation was not looked at.",
  "endorsements.intel.crl.unreadable": "A revocation list can't be read: {field} at offset {offset}.",
  "endorsements.intel.crl.forged":
    "A revocation list in the name of {name} is not signed by it, or can't be relied on.",
  "endorsements.intel.crl.revoked": "The certificate {name} (serial number {serialNumber}) was revoked on {date}.",
  "endorsements.intel.crl.stale":
    "The revocation list of {name} is not valid at the time of verification. Fetch a current one.",
  "endorsements.intel.crl.clean": "The current revocation list of {name} names none of the chain's certificates.",
  "endorsements.intel.key.pass": "The certified key is of the kind that signs quoting enclaves' reports.",
  "endorsements.intel.key.fail": "The certified key is not of the kind that signs quoting enclaves' reports.",
  "endorsements.intel.extensions.malformed":
    "Intel's extension {field} in the PCK certificate is missing or malformed (offset {offset}).",
  "endorsements.intel.document.not-looked-at":
    "Not looked at, as the document of Intel's that says it is missing, or can't be believed.",
  "endorsements.intel.document.no-tcb-info":
    "No TCB info of this platform was given. Give it as a file, or let Sekisho fetch it.",
  "endorsements.intel.document.other-platform":
    "The TCB info that was given is about other platforms, and none about this one (technology, FMSPC, PCEID).",
  "endorsements.intel.document.no-identity":
    "No identity of the quoting enclave was given. Give it as a file, or let Sekisho fetch it.",
  "endorsements.intel.document.found": "{document} is there: evaluation {number}, issued on {date}.",
  "endorsements.intel.document.signer.genuine":
    "The signer of {document} is certified by the root that the quote's chain ends in.",
  "endorsements.intel.document.signer.foreign-root":
    "The signer of {document} is certified by another root than the quote's platform.",
  "endorsements.intel.document.signature.pass": "{document} is signed by its signer, byte by byte.",
  "endorsements.intel.document.signature.fail": "{document} is not signed by its signer: it was changed.",
  "endorsements.intel.document.dates.pass": "{document} is valid at the time of verification.",
  "endorsements.intel.document.dates.fail": "{document} is not valid at the time of verification. Fetch a current one.",
  "endorsements.intel.document.dates.early":
    "{document} was issued only after the time of verification. Give the one of that time, or verify at a later one.",
  "endorsements.intel.enclave.pass": "The quoting enclave is Intel's.",
  "endorsements.intel.enclave.fail": "The quoting enclave is not the one that Intel describes: {fields} differ.",
  "endorsements.intel.enclave.known":
    "The quoting enclave is signed by Intel's key for quoting enclaves; without its identity document, how old it is stays open.",
  "endorsements.intel.enclave.unknown":
    "The quoting enclave is none that Sekisho knows as Intel's ({fields}), so anybody can have made the quote. Give Intel's identity of it, or let Sekisho fetch it.",
  "endorsements.intel.module.pass": "The TDX module (version {version}, SVN {svn}) is one that Intel knows.",
  "endorsements.intel.module.unknown": "Intel knows no TDX module of version {version}.",
  "endorsements.intel.module.foreign":
    "The TDX module (version {version}, SVN {svn}) has another signer or other attributes than Intel's.",
  "endorsements.intel.module.no-level":
    "The TDX module (version {version}, SVN {svn}) is older than any that Intel still lists.",
  "endorsements.intel.tcb.status": "Intel's TCB status, all parts of the platform together: {status}.",
  "endorsements.intel.tcb.advisories":
    "Intel's TCB status, all parts of the platform together: {status}; advisories: {advisories}.",
  "endorsements.intel.tcb.revoked": "Intel has revoked this TCB: keys of such a platform can be in anybody's hands.",
  "endorsements.intel.tcb.no-level":
    "The platform is older than any TCB level that Intel still lists. The cloud's operator must update it.",
  "endorsements.intel.tcb.no-enclave-level": "The quoting enclave is older than any that Intel still lists.",
  "endorsements.intel.tcb.module": "The TDX module is none that Intel knows, so the platform has no TCB status.",
} as const;
