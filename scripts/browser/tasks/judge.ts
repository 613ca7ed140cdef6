import type { Machine, RequestDetail } from "@sekisho/release";
import { headline, judgeRequest, reportFields, sealToGuest, trustGaps, trustGraph } from "@sekisho/verifier";

/** Evidence as a gate hands it out, and the machine and policy that a person holds against it. */
export type JudgeTask = {
  readonly kind: "judge";
  readonly detail: Pick<RequestDetail, "number" | "evidence" | "endorsements">;
  readonly machine: Machine;
  readonly policy: string | null;
  /** ISO 8601. */
  readonly at: string;
};

/** All that a page shows of a request. */
export async function judge({ detail, machine, policy, at }: JudgeTask) {
  const { verdict, binding } = await judgeRequest(detail, machine, policy, new Date(at));
  const graph = trustGraph({ verdict, machine });
  const { evidence } = detail;
  if (evidence === null) throw new TypeError("a request without evidence was judged");
  return {
    verdict,
    binding,
    graph,
    headline: headline(verdict, graph),
    fields: reportFields(evidence),
    gaps: trustGaps({ machine, evidence, verdict, policy }),
  };
}

/** Judge evidence, and seal a secret to its guest. */
export type SealToGuestTask = Omit<JudgeTask, "kind"> & { readonly kind: "seal-to-guest"; readonly secret: Uint8Array };

/** What is sealed differs each time, so only the binding can be compared. */
export async function sealToJudged({ secret, ...task }: SealToGuestTask) {
  const { binding } = await judge({ ...task, kind: "judge" });
  if (task.detail.evidence === null) throw new TypeError("a request without evidence was judged");
  return { binding, sealed: await sealToGuest(task.detail.evidence, binding, secret) };
}
