import type { AzureHclReport } from "./report.ts";

/** What an HCL report adds to the hardware report's claims, as JSON. */
export type AzureHclClaims = {
  readonly version: number;
  readonly requestType: number;
  readonly status: number;
  readonly hardware: "sev-snp" | "tdx";
  readonly runtimeData: Readonly<Record<string, unknown>>;
};

/** The claims of an HCL report, without those of the hardware report in it. */
export function azureHclClaims(report: AzureHclReport): AzureHclClaims {
  const { version, requestType, status, hardware, runtimeData } = report;
  return { version, requestType, status, hardware: hardware.kind, runtimeData: runtimeData.json };
}
