/** Intel SGX: what an enclave's report says. Quotes that carry it stand in `dcap`. */
export {
  enclaveReportLength,
  readEnclaveReport,
  type EnclaveAttributes,
  type EnclaveReport,
} from "./enclave-report.ts";
export { readEnclaveFlags, type EnclaveFlags } from "./attributes.ts";
export { sgxClaims } from "./claims.ts";
