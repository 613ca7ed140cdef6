import { refuses, type Check } from "@sekisho/evidence";
import { parseAttestationReport, parseExtendedReport, type AttestationReport } from "@sekisho/evidence/sev-snp";
import { parseCertificateBundle } from "@sekisho/encoding/x509";
import { readVector, readVectorText } from "../../../../../scripts/test/vectors.ts";

/** Identifiers of the checks that keep the evidence from being accepted, with their texts. */
export function refusals(checks: readonly Check[]): readonly string[] {
  return checks.filter(refuses).map(({ id, status, detail }) => `${id} ${status} ${detail.id}`);
}

/** One check by its identifier. @throws Error where there is not exactly one */
export function checkOf(checks: readonly Check[], id: string): Check {
  const [found, ...others] = checks.filter((check) => check.id === id);
  if (found === undefined || others.length > 0) throw new Error(`${id}: ${others.length} too many, or none`);
  return found;
}

/** A report that must be readable. @throws Error */
export function reportOf(bytes: Uint8Array): AttestationReport {
  const report = parseAttestationReport(bytes);
  if (!report.ok) throw new Error(JSON.stringify(report.error));
  return report.value;
}

/** A line of `cases.json` that is about a bare SEV-SNP report. */
export type SnpCase = {
  readonly id: string;
  readonly files: readonly string[];
  readonly certs: readonly string[];
  readonly at?: string;
  readonly why: string;
  readonly expect: 0 | 1 | 2;
};

/** The cases that this room can judge: reports of real chips, not those inside HCL reports. */
export function snpCases(): readonly SnpCase[] {
  const cases = JSON.parse(readVectorText("cases.json")) as readonly (SnpCase & { readonly kind: string })[];
  return cases.filter(({ kind, id }) => kind === "verify" && /^snp(-vtpm)?\//.test(id) && !id.endsWith(".hcl.bin"));
}

/** The report of a case; undefined where it can't be read. */
export function reportOfCase({ files }: SnpCase): AttestationReport | undefined {
  const extended = parseExtendedReport(readVector(files[0] ?? ""));
  return extended.ok ? extended.value.report : undefined;
}

/** Every certificate of some vector files. @throws Error where one can't be read */
export function certificatesOf(paths: readonly string[]): readonly Uint8Array[] {
  return paths.flatMap((path) => {
    const bundle = parseCertificateBundle(path, readVector(path));
    if (!bundle.ok) throw new Error(`${path}: ${JSON.stringify(bundle.error)}`);
    return bundle.value;
  });
}
