/** TPM keys in software, for the tests of other rooms. */
export { activateCredential } from "./activate-credential.ts";
export { authorityKey, basicConstraints, issueCertificate, keyUsage } from "./issue-certificate.ts";
export { attestationAttributes, eccKey, quoteAttest, rsaKey, signAs, type SoftwareKey } from "./software-key.ts";
