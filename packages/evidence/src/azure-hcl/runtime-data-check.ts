import { equalBytes, toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import type { Check } from "../check.ts";
import type { AzureHclReport } from "./report.ts";

/**
 * Whether the hardware report vouches for the runtime data: REPORT_DATA must be its hash, followed by zeros. The hardware
 * report itself is authenticated elsewhere.
 */
export async function checkRuntimeData({ hardware, runtimeData }: AzureHclReport): Promise<Check> {
  const expected = new Uint8Array(hardware.reportData.length);
  expected.set(await hash(runtimeData.hash, runtimeData.bytes));
  const status = equalBytes(expected, hardware.reportData) ? "pass" : "fail";
  return {
    id: "azure-hcl.runtime-data",
    status,
    required: true,
    expected: toHex(expected),
    actual: toHex(hardware.reportData),
    detail: message(`evidence.azure-hcl.runtime-data.${status}`),
  };
}
