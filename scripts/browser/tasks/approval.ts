import {
  approvalChallenge,
  bootDigest,
  verdictDigest,
  verifyApproval,
  type ApprovalFault,
  type ApprovalRecord,
  type BootFacts,
} from "@sekisho/release";

/** Verify an approval by passkey, and compute what it is about. */
export type ApprovalTask = {
  readonly kind: "approval";
  readonly record: ApprovalRecord;
  /** {@link BootFacts} as JSON: their type has no end, which the page's types can't follow. */
  readonly facts: string;
};

/** What a page finds of an approval. */
export type Approved = {
  readonly faults: readonly ApprovalFault[];
  readonly challenge: Uint8Array;
  readonly bootDigest: string;
  readonly verdictDigest: string;
};

export async function approved({ record, facts }: ApprovalTask): Promise<Approved> {
  const { statement } = record;
  const digest = await bootDigest(JSON.parse(facts) as BootFacts);
  const checks = [{ id: "sev-snp.signature", status: "pass", required: true }];
  const verdict = { verdict: "accepted", checks } as const;
  return {
    faults: await verifyApproval(record),
    challenge: await approvalChallenge(statement),
    bootDigest: digest,
    verdictDigest: await verdictDigest({ request: statement.request, guestKey: "key", bootDigest: digest, verdict }),
  };
}
