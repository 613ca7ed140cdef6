import { fromUtf8 } from "@sekisho/encoding";
import { azureHclClaims, checkRuntimeData, parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { parseExtendedReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { UsageError } from "../usage-error.ts";
import type { Evidence } from "./evidence.ts";
import { need } from "./need.ts";
import { readBundle } from "./read-bundle.ts";
import { recogniseEvidence, withoutZeroPadding } from "./recognise.ts";

/**
 * Reads a file of evidence, whose kind its content tells.
 *
 * @throws UsageError when it is no evidence, malformed, or of a kind that this version does not judge
 */
export async function readEvidence(path: string, bytes: Uint8Array): Promise<Evidence> {
  switch (recogniseEvidence(bytes)) {
    case "sev-snp": {
      const { report, table } = need(path, parseExtendedReport(withoutZeroPadding(bytes)));
      return { report, certificates: table.certificates, crls: table.crls, checks: [], claims: {} };
    }
    case "azure-hcl":
      return readAzureHcl(path, bytes);
    case "bundle":
      return readBundle(path, need(path, fromUtf8(path, bytes)));
    case "tdx":
      throw new UsageError(message("cli.verify.not-yet", { path, technology: "Intel TDX" }));
    case "sgx":
      throw new UsageError(message("cli.verify.not-yet", { path, technology: "Intel SGX" }));
    case "unknown":
      throw new UsageError(message("cli.verify.unknown-evidence", { path }));
  }
}

async function readAzureHcl(path: string, bytes: Uint8Array): Promise<Evidence> {
  const hcl = need(path, parseAzureHclReport(bytes));
  if (hcl.hardware.kind === "tdx")
    throw new UsageError(message("cli.verify.not-yet", { path, technology: "Intel TDX" }));
  const { report } = hcl.hardware;
  const checks = [await checkRuntimeData(hcl)];
  return { report, certificates: [], crls: [], checks, claims: { azureHcl: azureHclClaims(hcl) } };
}
