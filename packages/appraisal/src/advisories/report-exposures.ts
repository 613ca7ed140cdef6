import type { AttestationReport, Product } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { judgeCondition, type Finding } from "./conditions.ts";
import { inOrder, type Exposure, type ExposureStatus } from "./exposure.ts";
import { invisibleExposures } from "./invisible.ts";
import type { AdvisoryTable, AmdAdvisory } from "./schema.ts";

/**
 * What an SEV-SNP report is exposed to: every row of the table that is about its product line. The report is taken at its
 * word; whether it is genuine is for `appraiseSevSnp`.
 *
 * @param product the product line, where certificates tell it and the report (version 2) does not
 */
export function exposuresOfReport(
  report: AttestationReport,
  table: AdvisoryTable,
  product: Product | undefined = report.product,
): readonly Exposure[] {
  const rows = table.amd.flatMap((row) => rowExposure(row, report, product));
  return [...inOrder(rows), ...invisibleExposures(table, "amd")];
}

function rowExposure(row: AmdAdvisory, report: AttestationReport, product: Product | undefined): readonly Exposure[] {
  if (product === undefined) return [exposure(row, [], [unknown("advisories.no-product")])];
  const affected = row.affects.find((one) => one.product === product);
  if (affected === undefined) return [];
  const { fixed } = affected;
  if (fixed === null) return [exposure(row, [], [unknown("advisories.no-number", { product })])];
  const transcriptions = fixed.map(({ transcription }) => transcription);
  return [
    exposure(
      row,
      transcriptions,
      fixed.map((condition) => judgeCondition(condition, report)),
    ),
  ];
}

function unknown(id: string, values: Readonly<Record<string, string>> = {}): Finding {
  return { status: "unknown", reason: message(id, values) };
}

/** One condition that fails is enough to be exposed; one that can't be told, not to be known. The reasons are those that decide. */
function exposure(row: AmdAdvisory, transcriptions: readonly string[], findings: readonly Finding[]): Exposure {
  const has = (status: ExposureStatus): boolean => findings.some((finding) => finding.status === status);
  const status = has("exposed") ? "exposed" : has("unknown") ? "unknown" : "fixed";
  const { id, attack, advisory, vulnerabilities, source, date, checked, summary } = row;
  return {
    id,
    attack,
    advisory,
    vulnerabilities,
    status,
    reasons: findings.filter((finding) => finding.status === status).map(({ reason }) => reason),
    source,
    transcriptions: [...new Set(transcriptions)],
    date,
    checked,
    summary,
  };
}
