import { appraiseSevSnp, authenticPolicy, verdictOf, withAdditionalRoots, type Verdict } from "@sekisho/appraisal";
import { isThimResponse, parseThimResponse } from "@sekisho/endorsements/amd";
import { parseCertificateBundle, parseCrlBundle } from "@sekisho/encoding/x509";
import { azureHclClaims, checkRuntimeData, isAzureHclReport, parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { parseExtendedReport, reportLength, type AttestationReport } from "@sekisho/evidence/sev-snp";
import { isAllZero } from "@sekisho/encoding";
import { need } from "./need.ts";

/** Judge a file of evidence, as `sekisho verify` does, with the policy `authentic`. */
export type VerifyTask = {
  readonly kind: "verify";
  readonly file: Uint8Array;
  /** Files as `--cert` and `--crl` take them. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** ISO 8601. */
  readonly at: string;
  /** SHA-256 of further roots' keys, hexadecimal. */
  readonly roots: readonly string[];
};

export async function verify(task: VerifyTask): Promise<Verdict> {
  const { file } = task;
  if (isAzureHclReport(file)) return verifyAzureHcl(task);
  const unpadded = isAllZero(file.subarray(reportLength)) ? file.subarray(0, reportLength) : file;
  const { report, table } = need(parseExtendedReport(unpadded));
  return verifyReport(report, table.certificates, task);
}

async function verifyAzureHcl(task: VerifyTask): Promise<Verdict> {
  const hcl = need(parseAzureHclReport(task.file));
  if (hcl.hardware.kind !== "sev-snp") throw new Error("no SEV-SNP report in the HCL report");
  const { checks, claims } = await verifyReport(hcl.hardware.report, [], task);
  return verdictOf([...checks, await checkRuntimeData(hcl)], { ...claims, azureHcl: azureHclClaims(hcl) });
}

function verifyReport(
  report: AttestationReport,
  own: readonly Uint8Array[],
  { certificates, crls, at, roots }: VerifyTask,
): Promise<Verdict> {
  const policy = withAdditionalRoots(authenticPolicy, roots);
  const given = [...own, ...certificates.flatMap(certificatesOf)];
  return appraiseSevSnp({ report, policy, certificates: given, crls: crls.flatMap(crlsOf), at: new Date(at) });
}

function certificatesOf(file: Uint8Array): readonly Uint8Array[] {
  return need(isThimResponse(file) ? parseThimResponse(file) : parseCertificateBundle("certificates", file));
}

function crlsOf(file: Uint8Array): readonly Uint8Array[] {
  return need(parseCrlBundle("CRLs", file));
}
