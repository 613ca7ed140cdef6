import type { Verdict } from "@sekisho/appraisal";
import { message, type Message } from "@sekisho/messages";
import { bootDigest, verdictDigest, type EvidenceBundle, type Machine, type RequestDetail } from "@sekisho/release";
import {
  bootFactsOf,
  headline,
  judgeRequest,
  reportFields,
  trustGaps,
  trustGraph,
  UnreadableEvidenceError,
  type Gap,
  type ReportField,
  type TrustGraph,
} from "@sekisho/verifier";
import { bootLogOf, type BootLogView } from "./boot-log.ts";

/** What this page found in the evidence of a request, all by itself. */
export type Found = {
  readonly evidence: EvidenceBundle;
  /** What an approval of this would be about, by what this page found: see `verdictDigest`. Null where nothing was accepted. */
  readonly digest: string | null;
  /** What a secret may be sealed under. */
  readonly binding: Uint8Array;
  readonly verdict: Verdict;
  readonly headline: Message;
  readonly graph: TrustGraph;
  readonly fields: readonly ReportField[];
  readonly gaps: readonly Gap[];
  readonly bootLog: BootLogView;
  /** The moment that dates of certificates and lists were held against. */
  readonly at: Date;
  /** How long the verification took, in milliseconds. */
  readonly took: number;
};

/**
 * Verifies the newest evidence of a request in this page, with the same code as the gate and the command line.
 *
 * @param at the moment that the verdict is about
 * @returns why it can't be verified, as a message, where it can't
 */
export async function lookAt(
  detail: Pick<RequestDetail, "id" | "number" | "evidence" | "endorsements" | "verdict">,
  standard: { readonly machine: Machine; readonly policy: string | null },
  at: Date,
): Promise<Found | Message> {
  const { evidence } = detail;
  const { machine, policy } = standard;
  if (evidence === null) return message("console.request.here.no-evidence");
  const begin = performance.now();
  try {
    const { verdict, binding } = await judgeRequest(detail, machine, policy, at);
    const took = performance.now() - begin;
    const graph = trustGraph({ verdict, machine });
    return {
      evidence,
      digest: await digestHere(detail, verdict, policy),
      binding,
      verdict,
      headline: headline(verdict, graph),
      graph,
      fields: reportFields(evidence),
      gaps: trustGaps({ machine, evidence, verdict, policy }),
      bootLog: await bootLogOf(evidence),
      at,
      took,
    };
  } catch (error) {
    if (error instanceof UnreadableEvidenceError) return error.problem;
    throw error;
  }
}

/**
 * The digest of the verdict by what was found here: evidence, claims and policy are this page's own. Of the gate's answer only the list of
 * its checks counts, as this page looks at some things more.
 */
async function digestHere(
  { id, evidence, verdict: ofGate }: Pick<RequestDetail, "id" | "evidence" | "verdict">,
  verdict: Verdict,
  policy: string | null,
): Promise<string | null> {
  if (evidence === null || ofGate === null || verdict.verdict === "rejected") return null;
  const facts = await bootFactsOf(evidence, verdict.claims, policy);
  if (facts === undefined) return null;
  const { guestKey } = evidence;
  return verdictDigest({ request: id, guestKey, bootDigest: await bootDigest(facts), verdict: ofGate });
}
