import type { Verdict } from "@sekisho/appraisal";
import { message, type Message } from "@sekisho/messages";
import { leadingCheck } from "./leading.ts";
import { sentenceOf } from "./sentences.ts";
import type { TrustGraph } from "./types.ts";

/**
 * The verdict in one sentence that somebody understands who hears of all this for the first time. Of a rejected one it tells
 * of the {@link leadingCheck}.
 */
export function headline(
  verdict: Pick<Verdict, "verdict" | "checks">,
  { subject }: Pick<TrustGraph, "subject">,
): Message {
  const lead = leadingCheck(verdict);
  if (lead !== undefined) return sentenceOf(lead, verdict.checks);
  const { name, technology, lab } = subject;
  // Only an empty list of checks is rejected without one that refuses.
  if (verdict.verdict === "rejected") return message("verifier.headline.nothing-checked");
  if (technology === "tpm") return message("verifier.headline.accepted.tpm", { name });
  if (lab) return message("verifier.headline.accepted.lab", { name });
  return message("verifier.headline.accepted", { name, vendor: technology === "tdx" ? "Intel" : "AMD" });
}
