import {
  appliedPolicyCheck,
  appraiseSevSnp,
  appraiseSgx,
  appraiseTdx,
  authenticPolicy,
  azureTdChecks,
  verdictOf,
  type DcapEndorsements,
  type Policy,
  type Verdict,
} from "@sekisho/appraisal";
import { isAllZero } from "@sekisho/encoding";
import { parseCertificateBundle, parseCrlBundle } from "@sekisho/encoding/x509";
import { isThimResponse, parseThimResponse } from "@sekisho/endorsements/amd";
import { joinCollateral, parseCollateral } from "@sekisho/endorsements/intel";
import {
  azureHclClaims,
  checkRuntimeData,
  isAzureHclReport,
  parseAzureHclReport,
  type AzureHclReport,
} from "@sekisho/evidence/azure-hcl";
import { parseQuote, type Quote, type TdxQuote } from "@sekisho/evidence/dcap";
import { parseExtendedReport, reportLength, type AttestationReport } from "@sekisho/evidence/sev-snp";
import { need } from "./need.ts";

/** Judge a file of evidence, as `sekisho verify` does, with the policy `authentic`. */
export type VerifyTask = {
  readonly kind: "verify";
  readonly technology: "sev-snp" | "quote";
  readonly file: Uint8Array;
  /** Files as `--cert`, `--crl` and `--collateral` take them. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly collateral: readonly Uint8Array[];
  /** The quote that came with Azure's HCL report of a TD. */
  readonly quote?: Uint8Array;
  /** A TD's log, which must replay to its RTMRs. */
  readonly eventLog?: Uint8Array;
  /** ISO 8601. */
  readonly at: string;
  /** SHA-256 of further roots' keys, hexadecimal. */
  readonly roots: readonly string[];
};

export async function verify(task: VerifyTask): Promise<Verdict> {
  const { file } = task;
  if (isAzureHclReport(file)) return verifyAzureHcl(need(parseAzureHclReport(file)), task);
  if (task.technology === "quote") return verifyQuote(need(parseQuote(file)), task);
  const unpadded = isAllZero(file.subarray(reportLength)) ? file.subarray(0, reportLength) : file;
  const { report, table } = need(parseExtendedReport(unpadded));
  return verifyReport(report, table.certificates, task);
}

async function verifyAzureHcl(hcl: AzureHclReport, task: VerifyTask): Promise<Verdict> {
  const { checks, claims } = await verifyHardware(hcl, task);
  return verdictOf([...checks, await checkRuntimeData(hcl)], { ...claims, azureHcl: azureHclClaims(hcl) });
}

async function verifyHardware(hcl: AzureHclReport, task: VerifyTask): Promise<Verdict> {
  if (hcl.hardware.kind === "sev-snp") return verifyReport(hcl.hardware.report, [], task);
  const quote = task.quote === undefined ? undefined : tdxQuote(need(parseQuote(task.quote)));
  const tied = await azureTdChecks(hcl, quote);
  if (quote === undefined) return verdictOf([appliedPolicyCheck(policyOf(task)), ...tied], {});
  const { checks, claims } = await verifyQuote(quote, task);
  return verdictOf([...checks, ...tied], claims);
}

function tdxQuote(quote: Quote): TdxQuote {
  if (quote.technology === "tdx") return quote;
  throw new Error("not a TD's quote");
}

function verifyReport(report: AttestationReport, own: readonly Uint8Array[], task: VerifyTask): Promise<Verdict> {
  const certificates = [...own, ...task.certificates.flatMap(certificatesOf)];
  const crls = task.crls.flatMap(crlsOf);
  return appraiseSevSnp({ report, policy: policyOf(task), certificates, crls, at: new Date(task.at) });
}

function verifyQuote(quote: Quote, task: VerifyTask): Promise<Verdict> {
  const collateral = joinCollateral(task.collateral.map((file) => need(parseCollateral("collateral", file))));
  const endorsements: DcapEndorsements = {
    certificates: task.certificates.flatMap(certificatesOf),
    crls: task.crls.flatMap(crlsOf),
    collateral,
    at: new Date(task.at),
  };
  const policy = policyOf(task);
  if (quote.technology === "sgx") return appraiseSgx({ quote, policy, ...endorsements });
  const { eventLog } = task;
  return appraiseTdx({ quote, policy, ...endorsements, ...(eventLog === undefined ? {} : { eventLog }) });
}

function policyOf({ roots }: VerifyTask): Policy {
  if (roots.length === 0) return authenticPolicy;
  const { "sev-snp": snp, tdx, sgx } = authenticPolicy;
  const accepted = { roots: { additional: [...roots] } };
  return {
    ...authenticPolicy,
    "sev-snp": { ...snp, ...accepted },
    tdx: { ...tdx, ...accepted },
    sgx: { ...sgx, ...accepted },
  };
}

function certificatesOf(file: Uint8Array): readonly Uint8Array[] {
  return need(isThimResponse(file) ? parseThimResponse(file) : parseCertificateBundle("certificates", file));
}

function crlsOf(file: Uint8Array): readonly Uint8Array[] {
  return need(parseCrlBundle("CRLs", file));
}
