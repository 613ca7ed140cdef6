import { fromBase64 } from "@sekisho/encoding";
import { parseQuote } from "@sekisho/evidence/dcap";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import type { EvidenceBundle } from "@sekisho/release";
import { sevSnpFields } from "./sev-snp-fields.ts";
import { tdxFields } from "./tdx-fields.ts";
import type { ReportField } from "./types.ts";

/**
 * What stands in the report or quote of some evidence, field by field in the order of the bytes, none left out. Whether any of it
 * is true, the verdict says. Empty where there is no report, or it can't be read.
 */
export function reportFields({ evidence }: Pick<EvidenceBundle, "evidence">): readonly ReportField[] {
  switch (evidence.technology) {
    case "sev-snp": {
      const bytes = fromBase64("report", evidence.report);
      const report = bytes.ok ? parseAttestationReport(bytes.value) : bytes;
      return report.ok ? sevSnpFields(report.value) : [];
    }
    case "tdx": {
      const bytes = fromBase64("quote", evidence.quote);
      const quote = bytes.ok ? parseQuote(bytes.value) : bytes;
      return bytes.ok && quote.ok && quote.value.technology === "tdx" ? tdxFields(bytes.value, quote.value) : [];
    }
    case "tpm":
      return [];
  }
}
