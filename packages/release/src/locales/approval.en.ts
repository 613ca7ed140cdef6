/** Whether an approval by passkey holds. */
export const approvalEn = {
  "approval.fault.malformed": "What the passkey gave can't be read: {part}.",
  "approval.fault.type": "This is no sign-in with a passkey, but '{actual}'.",
  "approval.fault.challenge": "The passkey signed something else than this statement.",
  "approval.fault.origin": "The passkey was used at {actual}, and the gate's page is at {expected}.",
  "approval.fault.crossOrigin": "The passkey was used inside a page of somebody else's.",
  "approval.fault.originOfOtherName":
    "The page's address {origin} is not the one that passkeys of '{rpId}' are used at, or nothing protects it.",
  "approval.fault.rpId": "The passkey is for another name than '{rpId}'.",
  "approval.fault.userPresent": "Nobody touched the authenticator.",
  "approval.fault.userVerified": "The authenticator did not ask who is there (PIN, fingerprint, face).",
  "approval.fault.key": "The passkey's public key can't be read, or is none of ES256, EdDSA and RS256.",
  "approval.fault.signature": "The signature is not this passkey's.",
} as const;
