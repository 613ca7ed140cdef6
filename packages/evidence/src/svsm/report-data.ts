import { equalBytes, toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import type { Check } from "../check.ts";

/** What a guest handed its SVSM, and what that answered besides the report. */
export type SvsmBinding = {
  /** The guest's nonce: 64 bytes. */
  readonly nonce: Uint8Array;
  /** The services manifest of SVSM_ATTEST_SINGLE_SERVICE for the vTPM: the bare TPMT_PUBLIC of its endorsement key. */
  readonly servicesManifest: Uint8Array;
};

/** REPORT_DATA of an SVSM's report: SHA-512(nonce ‖ manifest) (SVSM specification 1.00, section 7: attestation protocol). */
export function svsmReportData({ nonce, servicesManifest }: SvsmBinding): Promise<Uint8Array> {
  return hash("sha512", nonce, servicesManifest);
}

/**
 * Whether a report is one that an SVSM asked for, about this nonce and this manifest: at VMPL 0, which the SVSM keeps for
 * itself. Whether there was an SVSM at all, only the launch digest says.
 */
export async function svsmReportDataCheck(
  report: { readonly vmpl: number; readonly reportData: Uint8Array },
  binding: SvsmBinding,
): Promise<readonly Check[]> {
  const expected = await svsmReportData(binding);
  const same = equalBytes(expected, report.reportData) ? "pass" : "fail";
  const level = report.vmpl === 0 ? "pass" : "fail";
  return [
    {
      id: "svsm.vmpl",
      status: level,
      required: true,
      expected: "VMPL 0",
      actual: `VMPL ${report.vmpl > 3 ? `0x${report.vmpl.toString(16)}` : report.vmpl}`,
      detail: message(`evidence.svsm.vmpl.${level}`),
    },
    {
      id: "svsm.report-data",
      status: same,
      required: true,
      expected: toHex(expected),
      actual: toHex(report.reportData),
      detail: message(`evidence.svsm.report-data.${same}`),
    },
  ];
}
