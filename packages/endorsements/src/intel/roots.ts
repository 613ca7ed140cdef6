/**
 * SHA-256 over the DER SubjectPublicKeyInfo of Intel's SGX Root CA (P-256; SGX and TDX), hexadecimal. It alone says which root
 * is Intel's. Computed from the certificate at certificates.trustedservices.intel.com, which every quote carries alike.
 */
export const intelRootKey = "a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e";
