import type { Verdict } from "@sekisho/appraisal";
import { message, type Message } from "@sekisho/messages";
import type { EvidenceBundle, Machine, RequestDetail } from "@sekisho/release";
import {
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
  detail: Pick<RequestDetail, "number" | "evidence" | "endorsements">,
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
