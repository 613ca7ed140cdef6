import type { Check, CheckStatus } from "@sekisho/evidence";
import { message, type MessageValues } from "@sekisho/messages";
import type { receiptEn } from "../locales/receipt.en.ts";

type Texts = keyof typeof receiptEn;
/** What is looked at: the part between "verifier.receipt." and the outcome. */
export type ReceiptSubject = Texts extends `verifier.receipt.${infer Subject}.${string}` ? Subject : never;
/** The outcomes that a subject has texts for. */
type OutcomeOf<Subject extends ReceiptSubject> = Texts extends infer Text
  ? Text extends `verifier.receipt.${Subject}.${infer Outcome}`
    ? Outcome
    : never
  : never;

export type Compared = { readonly expected?: string; readonly actual?: string };

/** Something that was looked at of a receipt, and how it ended: `outcome` chooses the sentence. */
export function receiptCheck<Subject extends ReceiptSubject>(
  subject: Subject,
  status: CheckStatus,
  outcome: OutcomeOf<Subject>,
  values: MessageValues = {},
  { expected, actual }: Compared = {},
): Check {
  return {
    id: `receipt.${subject}`,
    status,
    required: status !== "unknown",
    expected: expected ?? null,
    actual: actual ?? null,
    detail: message(`verifier.receipt.${subject}.${outcome}`, values),
  };
}
