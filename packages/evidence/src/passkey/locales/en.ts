export const en = {
  "passkey.signature.pass": "The attestation's signature is genuine.",
  "passkey.signature.fail": "The attestation's signature is not genuine: it was changed, or made by another key.",
  "passkey.key.pass": "The attestation is about this passkey's key.",
  "passkey.key.fail": "The attestation is about another key than this passkey's.",
  "passkey.challenge.pass": "The attestation answers this enrolment.",
  "passkey.challenge.fail": "The attestation answers another enrolment: it is old, or made for somebody else.",
  "passkey.certificate.pass": "The certificate is one of an authenticator of this model.",
  "passkey.certificate.fail":
    "The certificate is missing, can't be read, or is none of an authenticator of this model.",
  "passkey.generated.pass": "The key was made in the device's hardware, for signing only.",
  "passkey.generated.fail":
    "The key was brought into the device, may do more than sign, or may be used by any application.",
  "passkey.device.pass": "The device runs the system that its maker signed, and its boot loader is locked.",
  "passkey.device.fail":
    "The device's boot loader is unlocked, or its system is not the one that its maker signed ({state}). Enrol with a device that runs its maker's system.",
  "passkey.device.unknown": "The device does not say how it was started.",
  "passkey.tpm.pass": "A TPM says that it holds the key, and that the key can't leave it.",
  "passkey.tpm.fail": "The TPM speaks of another key, or of one that could leave it.",
  "passkey.chain.pass": "The certificates lead to a root that is trusted: {name}.",
  "passkey.chain.fail":
    "The certificates lead to no trusted root; they end at {name}. If that maker of security keys or TPMs is to be trusted, give its root certificate to the gate.",
  "passkey.authorities.pass": "Every issuer may issue certificates.",
  "passkey.authorities.fail": "{name} may not issue certificates.",
  "passkey.dates.pass": "The certificates were valid at the enrolment.",
  "passkey.dates.fail": "{name} was not valid at the enrolment. Enrol again.",
  "passkey.format.synced":
    "This passkey is synced between devices, so it proves no hardware. Enrol with a security key, or with one that stays on the device.",
  "passkey.format.none":
    "This passkey came without any attestation, so nobody can say what holds its key. Enrol with a security key.",
  "passkey.format.self": "This passkey speaks for itself only, so nobody can say what holds its key.",
  "passkey.format.software": "This passkey's key is held by software (attestation {format}).",
  "passkey.format.unsupported": "Attestations of the format {format} can't be judged. Enrol with a security key.",
} as const;
