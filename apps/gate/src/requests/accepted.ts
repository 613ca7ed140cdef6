import type { Verdict } from "@sekisho/appraisal";
import { toBase64Url } from "@sekisho/encoding";
import { bootDigest, verdictDigest, type SignedRelease } from "@sekisho/release";
import { bootFactsOf, type Appraisal, type TpmCredential } from "@sekisho/verifier";
import type { Digests } from "../approvals/release-approved.ts";
import { keepJudgement } from "../receipts/judgement.ts";
import { insertEvidence } from "../store/evidence.ts";
import type { Database } from "../store/open.ts";
import type { RequestRow } from "../store/requests.ts";
import type { Candidate } from "./examine.ts";
import { storable } from "./request-columns.ts";

/** Evidence that was accepted. */
export type Accepted = {
  readonly candidate: Candidate;
  readonly verdict: Verdict;
  readonly endorsements: Appraisal["endorsements"];
  /** The request that the evidence refreshes. */
  readonly named: RequestRow | undefined;
  readonly now: Date;
};

/**
 * What may follow from accepted evidence: with a vTPM a credential; and a release, where nobody has to be asked, or all have
 * answered. What does not follow is thrown away.
 */
export type Prepared = { readonly credential: TpmCredential | null; readonly release: SignedRelease | null };

/** By what digests approvals and grants know this evidence as that of this request. */
export async function digestsOf({ candidate, verdict }: Accepted, request: string): Promise<Digests> {
  const { bundle, policy } = candidate.input;
  const facts = await bootFactsOf(bundle, verdict.claims, policy);
  if (facts === undefined) return { bootDigest: null, verdictDigest: null };
  const boot = await bootDigest(facts);
  const { guestKey } = bundle;
  return { bootDigest: boot, verdictDigest: await verdictDigest({ request, guestKey, bootDigest: boot, verdict }) };
}

/** Keeps the evidence with what it was judged by. */
export async function storeEvidence(database: Database, accepted: Accepted, request: RequestRow): Promise<void> {
  const { candidate, verdict, now } = accepted;
  const { bundle } = candidate.input;
  const endorsements = storable(accepted.endorsements);
  const judged = { bundle, endorsements, machine: candidate.machine, verdict };
  await insertEvidence(database, {
    requestNumber: request.number,
    binding: toBase64Url(candidate.binding),
    accepted: true,
    receivedAt: now,
    bundle,
    endorsements,
    judgement: await keepJudgement(database, judged, request.id),
  });
}
