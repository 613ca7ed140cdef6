/** What holds a passkey: WebAuthn attestations of security keys, TPMs, Android's Keystore and Apple's Secure Enclave. */
export { judgePasskeyAttestation, type PasskeyAttestation, type PasskeyAttestationInput } from "./judge.ts";
export { parseAttestationObject, type AttestationObject } from "./attestation-object.ts";
export {
  keyDescriptionOf,
  parseKeyDescription,
  type AuthorizationList,
  type KeyDescription,
  type RootOfTrust,
  type SecurityLevel,
} from "./key-description.ts";
export { googleAttestationRoots } from "./roots.ts";
export { type PasskeyLevel } from "./statement.ts";
export { passkeyCatalogue } from "./locales/index.ts";
