import {
  createSecureProcessor,
  encodeTcb,
  type Product,
  type ReportFields,
  type SecureProcessorOptions,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { parseAttestationReport, type AttestationReport } from "@sekisho/evidence/sev-snp";
import { refuses } from "@sekisho/evidence";
import type { Policy } from "../policy/schema.ts";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { appraiseSevSnp, type SevSnpAppraisalInput } from "../sev-snp/appraise.ts";
import type { Verdict } from "../verdict.ts";

/** A report of the lab, with everything that its appraisal needs. */
export type LabReport = {
  readonly report: AttestationReport;
  readonly certificates: readonly Uint8Array[];
  readonly crl: Uint8Array;
  readonly rootDigest: string;
};

/** What a test wants otherwise in a report. */
export type LabReportOptions = SecureProcessorOptions & {
  readonly product?: Product;
  readonly fields?: Partial<ReportFields>;
};

/** For tests: a report of the lab's processor with any field set, genuinely signed under the lab's root. */
export async function labReport({
  product = "Genoa",
  fields = {},
  ...options
}: LabReportOptions = {}): Promise<LabReport> {
  const authority = await testAuthority(product);
  const processor = createSecureProcessor(authority, options);
  const parsed = parseAttestationReport(processor.sign({ ...processor.usualFields, ...fields }));
  if (!parsed.ok) throw new Error(`${parsed.error.field}: ${parsed.error.actual}`);
  const issuer = options.cspId === undefined ? authority.ask : authority.asvk;
  return {
    report: parsed.value,
    certificates: [processor.endorsement.certificate, issuer.certificate, authority.ark.certificate],
    crl: authority.crl(),
    rootDigest: authority.rootDigest,
  };
}

/** An encoded TCB that differs from the lab's in some components; `fmc` counts for Turin only. */
export function labTcb(product: Product, tcb: Partial<Parameters<typeof encodeTcb>[1]>): bigint {
  return encodeTcb(product, { fmc: 1, bootLoader: 10, tee: 0, snp: 28, microcode: 88, ...tcb });
}

/** Appraises a lab report under demands, with the lab's root among the accepted ones. */
export async function appraiseLab(
  lab: LabReport,
  demands: SevSnpPolicy,
  more: Partial<SevSnpAppraisalInput> = {},
): Promise<Verdict> {
  const roots = { ...demands.roots, additional: [...(demands.roots?.additional ?? []), lab.rootDigest] };
  const policy: Policy = { version: 1, "sev-snp": { ...demands, roots } };
  const { report, certificates } = lab;
  return appraiseSevSnp({ report, certificates, crls: [], at: new Date(), policy, ...more });
}

/** The identifiers of the checks that refuse. */
export function refusals({ checks }: Verdict): readonly string[] {
  return checks.filter(refuses).map(({ id }) => id);
}
