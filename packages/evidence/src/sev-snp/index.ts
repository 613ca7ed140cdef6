/** AMD SEV-SNP: attestation reports, the certificate table that comes with them, and the report's own signature. */
export {
  parseAttestationReport,
  reportLength,
  type AttestationReport,
  type ReportVersion,
  type SigningKey,
} from "./report.ts";
export {
  parseCertificateTable,
  parseExtendedReport,
  type CertificateTable,
  type ExtendedReport,
  type TableEntry,
  type TableEntryKind,
} from "./extended.ts";
export { encodeGuestPolicy, parseGuestPolicy, type GuestPolicy } from "./policy.ts";
export { readPlatformInfo, type PlatformInfo } from "./platform-info.ts";
export { encodeTcbVersion, readTcbVersion, type TcbLayout, type TcbVersion } from "./tcb-version.ts";
export { productOfCpuid, tcbLayoutOfFamily, type Product } from "./product.ts";
export { authenticateReport } from "./authenticate.ts";
export { sevSnpClaims, type SevSnpClaims } from "./claims.ts";
