/** X.509 certificates and revocation lists (RFC 5280): parsed strictly, signatures checked; path rules stand with the vendors. */
export { parseCertificate, type Certificate } from "./certificate.ts";
export { parseCrl, type CertificateRevocationList } from "./crl.ts";
export { parseCertificateBundle, parseCrlBundle } from "./bundle.ts";
export { verifyCertificateSignature, verifyCrlSignature } from "./verify.ts";
export { ecdsaSignatureFromDer } from "./ecdsa-signature.ts";
export { type DistinguishedName } from "./name.ts";
export { type SignatureAlgorithm } from "./signature-algorithm.ts";
export { Extension, type BasicConstraints, type KeyUsage } from "./extensions.ts";
