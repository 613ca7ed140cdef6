/** Writes what the parsers of `dcap`, `tdx` and `sgx` read. For tests and for the lab; signing stays with the caller. */
export { writeEnclaveReport } from "./enclave-report.ts";
export { writeTdReport, writeLocalTdReport, type LocalTdReportFields } from "./td-report.ts";
export { writeQuote, writeSignedBytes, type QuoteToSign, type SignedQuote } from "./quote.ts";
