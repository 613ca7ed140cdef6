/** Intel DCAP: ECDSA quotes of SGX enclaves and TDX trust domains, and the signatures inside them. */
export { headerLength, parseQuote } from "./parse.ts";
export type {
  AttestationKeyType,
  CertificationData,
  Quote,
  QuotingEnclaveReport,
  SgxBody,
  SgxQuote,
  TdBody,
  TdxQuote,
} from "./quote.ts";
export { authenticateQuote, type QuoteAuthentication } from "./authenticate.ts";
export type { EnclaveAttributes, EnclaveReport } from "../sgx/enclave-report.ts";
export type { TdReport, TdReport15 } from "../tdx/td-report.ts";
export type { QuoteClaims } from "./claims.ts";
