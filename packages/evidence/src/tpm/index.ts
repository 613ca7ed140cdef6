/** TPM 2.0 (TCG TPM 2.0 Library): quotes, the public areas of keys, and signatures. */
export { algorithmIds, curveIds, digestLengths, type Curve } from "./algorithms.ts";
export {
  parseAttest,
  parseSizedAttest,
  type Attest,
  type Attested,
  type ClockInfo,
  type OtherAttestation,
} from "./attest.ts";
export { authenticateAttest, authenticateQuote, type SignedQuote } from "./authenticate.ts";
export { checkAttestationKey } from "./attestation-key-checks.ts";
export { attestClaims, keyClaims, type AttestClaims, type KeyClaims } from "./claims.ts";
export { parseEkCertificate, type EkCertificate, type TpmDescription } from "./ek-certificate.ts";
export { checkEndorsementKey } from "./endorsement-key-checks.ts";
export { checkEkRevocation } from "./ek-revocation-check.ts";
export { checkEkCertificate, type EkCertificateExpectations } from "./ek-certificate-checks.ts";
export { tpmCatalogue } from "./locales/index.ts";
export { makeCredential, type Credential, type CredentialRequest } from "./make-credential.ts";
export { objectName } from "./name.ts";
export { objectAttributeBits, type ObjectAttribute } from "./object-attributes.ts";
export { encodePcrSelections, samePcrSelections, showPcrSelections, type PcrSelection } from "./pcr-selection.ts";
export {
  parsePublicArea,
  parseSizedPublicArea,
  type EccPublicArea,
  type KeyScheme,
  type PublicArea,
  type RsaPublicArea,
  type SymmetricDefinition,
} from "./public-area.ts";
export {
  checkQuote,
  checkQuoteContent,
  quoteSignatureCheck,
  type PcrBank,
  type QuoteExpectations,
} from "./quote-checks.ts";
export { parseTpmSignature, type TpmSignature } from "./signature.ts";
export { readSizedBuffer, sizedBuffer } from "./sized-buffer.ts";
export { subjectPublicKeyInfo } from "./subject-public-key-info.ts";
