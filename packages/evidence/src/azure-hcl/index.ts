/** Azure's HCL report: a hardware report together with the runtime data (vTPM keys, VM configuration) that it vouches for. */
export {
  isAzureHclReport,
  parseAzureHclReport,
  type AzureHclReport,
  type HardwareEvidence,
  type RuntimeData,
} from "./report.ts";
export { checkRuntimeData } from "./runtime-data-check.ts";
export { azureHclClaims, type AzureHclClaims } from "./claims.ts";
