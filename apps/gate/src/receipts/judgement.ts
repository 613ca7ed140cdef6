import type { Verdict } from "@sekisho/appraisal";
import { policyDigest, verdictDigest, type EvidenceBundle } from "@sekisho/release";
import { bootDigest } from "@sekisho/release";
import { canonicalJson, digestOfJson, digestOfText } from "@sekisho/release/log";
import { bootFactsOf } from "@sekisho/verifier";
import type { StoredEndorsements } from "../store/evidence.ts";
import { keepDocument } from "../store/log-documents.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";

/** By what evidence was judged, in digests as the log's entries name them. */
export type Judgement = {
  readonly evidence: string;
  readonly endorsements: string;
  readonly machine: string;
  readonly policy: string | null;
  readonly headerDigest: string;
  readonly verdictDigest: string | null;
};

/** Evidence with all that decided its verdict. */
export type Judged = {
  readonly bundle: EvidenceBundle;
  readonly endorsements: StoredEndorsements;
  readonly machine: RegisteredMachine;
  readonly verdict: Verdict;
};

/**
 * Tells by what evidence of a request was judged, and keeps machine and policy as they were: whoever looks at a receipt
 * later needs them, however they have changed by then.
 */
export async function keepJudgement(database: Database, judged: Judged, request: string): Promise<Judgement> {
  const { bundle, endorsements, machine, verdict } = judged;
  const content = canonicalJson(machine.machine);
  const machineDigest = await digestOfText(content);
  await keepDocument(database, { digest: machineDigest, content });
  const policy = await policyDigest(machine.policy);
  if (policy !== null && machine.policy !== null) {
    await keepDocument(database, { digest: policy, content: machine.policy });
  }
  const facts = await bootFactsOf(bundle, verdict.claims, machine.policy);
  const { guestKey } = bundle;
  return {
    evidence: await digestOfJson(bundle),
    endorsements: await digestOfJson(endorsements),
    machine: machineDigest,
    policy,
    headerDigest: machine.headerDigest,
    verdictDigest:
      facts === undefined
        ? null
        : await verdictDigest({ request, guestKey, bootDigest: await bootDigest(facts), verdict }),
  };
}
