import type { Verdict } from "@sekisho/appraisal";
import { refuses } from "@sekisho/evidence";
import type { TrialOutcome } from "@sekisho/release";

/** The checks of a verdict that refuse, as they travel. */
export function refusingChecks({ checks }: Verdict): TrialOutcome["refusing"] {
  return checks.filter(refuses).map((check) => {
    const { id, values } = check.detail;
    return { ...check, detail: { id, values: { ...values } } };
  });
}
