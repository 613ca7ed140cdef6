import { message } from "@sekisho/messages";
import type { Exposure } from "./exposure.ts";
import type { AdvisoryTable } from "./schema.ts";

/** The attacks on a vendor's processors that no report shows: always unknown. */
export function invisibleExposures({ invisible }: AdvisoryTable, vendor: "amd" | "intel"): readonly Exposure[] {
  return invisible
    .filter(({ vendors }) => vendors.includes(vendor))
    .map(({ id, attack, source, date, checked, summary }) => ({
      id,
      attack,
      advisory: null,
      vulnerabilities: [],
      status: "unknown",
      reasons: [message("advisories.invisible")],
      source,
      transcriptions: [],
      date,
      checked,
      summary,
    }));
}
