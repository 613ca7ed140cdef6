import { parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { svsmReportData } from "@sekisho/evidence/svsm";
import { hash } from "@sekisho/encoding/crypto";
import type { VtpmBytes } from "./input.ts";

/** What of a TPM's evidence the report speaks of: nothing but that. */
export type ReportTie =
  | Pick<Extract<VtpmBytes, { provider: "svsm" }>, "provider" | "servicesManifest">
  | Pick<Extract<VtpmBytes, { provider: "azure-hcl" }>, "provider" | "hclReport">
  | { readonly provider: "google" | "device" };

/**
 * What REPORT_DATA must be where a TPM's evidence comes with the report: the binding itself only where nobody stands between
 * guest and report.
 *
 * @param binding 64 bytes
 * @returns 64 bytes; undefined for an HCL report that can't be read, which `precheckMeasuredBoot` refuses
 */
export async function expectedReportData(
  vtpm: ReportTie | undefined,
  binding: Uint8Array,
): Promise<Uint8Array | undefined> {
  switch (vtpm?.provider) {
    case "svsm":
      return svsmReportData({ nonce: binding, servicesManifest: vtpm.servicesManifest });
    case "azure-hcl": {
      const hcl = parseAzureHclReport(vtpm.hclReport);
      if (!hcl.ok) return undefined;
      const expected = new Uint8Array(64);
      expected.set(await hash(hcl.value.runtimeData.hash, hcl.value.runtimeData.bytes));
      return expected;
    }
    case "google":
    case "device":
    case undefined:
      return binding;
  }
}
