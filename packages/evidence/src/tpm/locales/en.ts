export const en = {
  "tpm.quote.signature.pass": "The attestation key signed the quote.",
  "tpm.quote.signature.fail": "The attestation key did not sign this quote, or not with its own scheme.",
  "tpm.quote.type.pass": "The TPM made a quote of its PCRs.",
  "tpm.quote.type.fail": "The TPM signed something else than a quote of its PCRs.",
  "tpm.quote.none": "Not looked at, as there is no quote.",
  "tpm.quote.extra-data.pass": "The quote answers this challenge.",
  "tpm.quote.extra-data.fail": "The quote answers another challenge: it is old, or made for somebody else.",
  "tpm.quote.pcr-select.pass": "The quote covers exactly the PCRs that it should.",
  "tpm.quote.pcr-select.fail":
    "The quote covers other PCRs, another bank or another order than it should, so it says nothing about those that were asked for.",
  "tpm.quote.pcr-digest.pass": "The quote confirms the PCR values.",
  "tpm.quote.pcr-digest.fail":
    "The TPM's PCRs hold other values than these: the log that gives them leaves something out, or says something else than what was measured.",
  "tpm.quote.pcr-digest.length": "A PCR value of bank {bank} does not have that hash's length.",
  "tpm.attestation-key.name.pass": "The attestation key is the one that the evidence is bound to.",
  "tpm.attestation-key.name.fail": "The attestation key is another one than the evidence is bound to.",
  "tpm.attestation-key.attributes.pass":
    "The attestation key was made in the TPM, can't leave it, and signs nothing that only looks like a quote.",
  "tpm.attestation-key.attributes.fail":
    "The key is no attestation key ({differences}): it could be copied, or sign a forged quote.",
  "tpm.attestation-key.scheme.pass": "The attestation key signs with a sound scheme.",
  "tpm.attestation-key.scheme.fail":
    "The attestation key is too short, uses SHA-1, or leaves it to its user how it signs.",
  "tpm.ek-certificate.chain.pass": "The certificate of the endorsement key leads to a root that is trusted: {name}.",
  "tpm.ek-certificate.chain.fail":
    "The certificate of the endorsement key leads to no trusted root; it ends at {name}. Add the missing issuers, or trust that root if it is the TPM manufacturer's.",
  "tpm.ek-certificate.authorities.pass": "Every issuer in the chain may issue certificates.",
  "tpm.ek-certificate.authorities.fail": "{name} may not issue this certificate.",
  "tpm.ek-certificate.dates.pass": "The certificates are valid at that time.",
  "tpm.ek-certificate.dates.fail": "The certificate of {name} is not valid at that time.",
  "tpm.ek-certificate.extensions.pass": "Sekisho knows every critical extension in the chain.",
  "tpm.ek-certificate.extensions.fail":
    "The certificate of {name} has a critical extension that Sekisho does not know.",
  "tpm.ek-certificate.usage.pass": "The certificate is for an endorsement key.",
  "tpm.ek-certificate.usage.fail": "The certificate is not for an endorsement key of this kind.",
  "tpm.ek-certificate.key.pass": "The certificate is for this TPM's endorsement key.",
  "tpm.ek-certificate.key.fail": "The certificate is for another TPM's endorsement key.",
  "tpm.ek-certificate.revocation.pass": "No certificate of the chain is revoked.",
  "tpm.ek-certificate.revocation.fail": "The certificate of {name} is revoked: its issuer no longer stands behind it.",
  "tpm.ek-certificate.revocation.unknown":
    "Whether the certificate of {name} is revoked is not known: there is no valid revocation list of its issuer.",
  "tpm.endorsement-key.attributes.pass": "The endorsement key was made in the TPM, can't leave it, and only deciphers.",
  "tpm.endorsement-key.attributes.fail": "The key is no endorsement key ({differences}), so it proves no TPM.",
  "tpm.endorsement-key.strength.pass": "The endorsement key is long enough.",
  "tpm.endorsement-key.strength.fail": "The endorsement key is too short, or is named by SHA-1.",
} as const;
