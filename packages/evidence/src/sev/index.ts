/** AMD SEV and SEV-ES: the certificates of a platform, and what a guest owner and its firmware say to each other at a launch. */
export {
  encodeSevCertificate,
  encodeSevCertificateBody,
  parseSevCertificate,
  sevCertificateLength,
  sevSignedLength,
  type SevCertificate,
  type SevCertificateContent,
  type SevSignature,
} from "./certificate.ts";
export { encodeAmdCertificateBody, parseAmdCertificate, type AmdCertificate } from "./amd-certificate.ts";
export { parseSevCertificates, type SevCertificates } from "./certificate-file.ts";
export { sevSubjectPublicKeyInfo, type SevCurve, type SevPublicKey } from "./public-key.ts";
export { type KeyAlgorithm, type KeyUsage } from "./registry.ts";
export { sevKeyDigest } from "./key-digest.ts";
export { verifyAmdCertificate, verifySevCertificate, type SevIssuer } from "./authenticate.ts";
export { encodeSevGuestPolicy, readSevGuestPolicy, type SevGuestPolicy } from "./policy.ts";
export {
  createLaunchSession,
  launchSessionLength,
  parseLaunchSession,
  unwrapKeys,
  wipeTransportKeys,
  wrapKeys,
  type GuestOwnerLaunch,
  type LaunchSession,
  type TransportKeys,
} from "./session.ts";
export {
  measureSevLaunch,
  parseLaunchMeasurement,
  verifyLaunchMeasurement,
  type LaunchMeasurement,
  type MeasuredSevLaunch,
  type SevFirmwareVersion,
} from "./measurement.ts";
export {
  diskPassphraseGuid,
  encodeSecretTable,
  largestSecretTable,
  parseSecretTable,
  secretTableGuid,
  type SecretEntry,
} from "./secret-table.ts";
export {
  openLaunchSecret,
  parseSecretPacketHeader,
  sealLaunchSecret,
  type SecretPacket,
  type SecretPacketHeader,
} from "./secret-packet.ts";
