import type { Verdict } from "@sekisho/appraisal";
import type { Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { Message } from "@sekisho/messages";
import type { EvidenceBundle, Machine } from "@sekisho/release";

/** What the gate must know of a report before anything of it is proven. */
export type ReportFacts = {
  /** REPORT_DATA, 64 bytes. */
  readonly reportData: Uint8Array;
  /** REPORT_ID in hexadecimal: the same for all reports of one booted VM, and for no other VM. */
  readonly reportId: string;
};

export type AppraisalInput = {
  readonly bundle: EvidenceBundle;
  readonly machine: Machine;
  /** The machine's policy as YAML; null: the strict default. */
  readonly policy: string | null;
  /** The binding, recomputed by the gate: 64 bytes. */
  readonly binding: Uint8Array;
  readonly now: Date;
};

/** A verdict, and the certificates and CRLs (DER) that it rests on. */
export type Appraisal = {
  readonly verdict: Verdict;
  readonly endorsements: { readonly certificates: readonly Uint8Array[]; readonly crls: readonly Uint8Array[] };
};

/** What the gate asks of those who know a technology. */
export type Appraiser = {
  /** Reads the report, and believes nothing of it. */
  readReport(evidence: EvidenceBundle["evidence"]): Parsed<ReportFacts>;
  /** The checks that need neither signature nor certificate: is the measurement a known good one? */
  precheck(input: AppraisalInput): Promise<readonly Check[]>;
  /**
   * Everything: fetches what the vendor says about the chip, verifies the signatures, applies the policy.
   *
   * @throws EndorsementsUnavailableError when the vendor's service can't be had, which says nothing about the guest
   */
  appraise(input: AppraisalInput): Promise<Appraisal>;
  /** What is wrong with a policy (YAML); `undefined` when it can be used. */
  policyProblem(policy: string): Message | undefined;
};

/** The vendor's certificate service could not be reached or put the gate off. The guest may try again. */
export class EndorsementsUnavailableError extends Error {
  readonly problem: Message;
  readonly retryAfterSeconds: number;

  constructor(problem: Message, retryAfterSeconds: number) {
    super(problem.id);
    this.name = "EndorsementsUnavailableError";
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
