import type { Verdict } from "@sekisho/appraisal";
import type { Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { Message } from "@sekisho/messages";
import type { EvidenceBundle, Machine } from "@sekisho/release";

/** What the gate must know of a report before anything of it is proven. */
export type ReportFacts = {
  /** REPORT_DATA, 64 bytes; null where there is no report, but a TPM alone. */
  readonly reportData: Uint8Array | null;
  /**
   * The same for all evidence of one booted machine, and for no other: REPORT_ID in hexadecimal, or what
   * `tpmBootIdentifier` makes of a TPM.
   */
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

/** A verdict, and what it rests on: certificates and CRLs (DER), and files of Intel's collateral. */
export type Appraisal = {
  readonly verdict: Verdict;
  readonly endorsements: {
    readonly certificates: readonly Uint8Array[];
    readonly crls: readonly Uint8Array[];
    readonly collateral: readonly Uint8Array[];
  };
};

/** What the gate asks of those who know a technology. */
export type Appraiser = {
  /** Reads the report, or the quote where there is none, and believes nothing of it. */
  readReport(bundle: EvidenceBundle): Promise<Parsed<ReportFacts>>;
  /**
   * The checks that need neither signature nor certificate: is the measurement a known good one? With a vTPM also whether
   * quote, log and report are about each other and the binding.
   */
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
