/**
 * Google's hardware attestation roots, by the SHA-256 of their SubjectPublicKeyInfo (developer.android.com, "Verify hardware-backed
 * key pairs with key attestation"): the RSA key of several certificates since 2016, and the elliptic-curve key of 2025.
 */
export const googleAttestationRoots: readonly string[] = [
  "feb2ea7551ee316ed4bb443c8293b884dbfdea40b603ee3e4f4a897e4580fbae",
  "3ee44512a1af2beb39c889490c60ea3f82e43f5d5a5532f5ab9419f676cd07ec",
];

/**
 * Apple's WebAuthn root (www.apple.com/certificateauthority), which devices do not send along: base64 of its DER. SHA-256 of its
 * SubjectPublicKeyInfo: ab4f65d4e627b65121a5acdf087ee3906c42b5a66e758778fab0df4464d8dd57.
 */
export const appleWebAuthnRoot =
  "MIICEjCCAZmgAwIBAgIQaB0BbHo84wIlpQGUKEdXcTAKBggqhkjOPQQDAzBLMR8wHQYDVQQDDBZBcHBsZSBXZWJBdXRobiBSb290" +
  "IENBMRMwEQYDVQQKDApBcHBsZSBJbmMuMRMwEQYDVQQIDApDYWxpZm9ybmlhMB4XDTIwMDMxODE4MjEzMloXDTQ1MDMxNTAwMDAw" +
  "MFowSzEfMB0GA1UEAwwWQXBwbGUgV2ViQXV0aG4gUm9vdCBDQTETMBEGA1UECgwKQXBwbGUgSW5jLjETMBEGA1UECAwKQ2FsaWZv" +
  "cm5pYTB2MBAGByqGSM49AgEGBSuBBAAiA2IABCJCQ2pTVhzjl4Wo6IhHtMSAzO2cv+H9DQKev3//fG59G11kxu9eI0/7o6V5uShB" +
  "pe1u6l6mS19S1FEh6yGljnZAJ+2GNP1mi/YK2kSXIuTHjxA/pcoRf7XkOtO4o1qlcaNCMEAwDwYDVR0TAQH/BAUwAwEB/zAdBgNV" +
  "HQ4EFgQUJtdk2cV4wlpn0afeaxLQG2PxxtcwDgYDVR0PAQH/BAQDAgEGMAoGCCqGSM49BAMDA2cAMGQCMFrZ+9DsJ1PW9hfNdByw" +
  "ZDsWDbWFp28it1d/5w2RPkRX3Bbn/UbDTNLx7Jr3jAGGiQIwHFj+dJZYUJR786osByBelJYsVZd2GbHQu209b5RCmGQ21gpSAk9Q" +
  "ZW4B1bWeT0vT";
