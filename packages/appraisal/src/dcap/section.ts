import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { decided } from "../outcome.ts";

/** What is said of evidence that the policy has no section for. */
export function sectionMissingCheck(section: string, technology: string): Check {
  const detail = message("policy.section-missing", { technology });
  return decided("policy.section", false, { expected: section, actual: null }, detail);
}
