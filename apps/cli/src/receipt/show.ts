import { verdictOf, type Verdict } from "@sekisho/appraisal";
import { message, spelledOut, type Renderer } from "@sekisho/messages";
import type { Receipt } from "@sekisho/release/log";
import type { VerifiedReceipt } from "@sekisho/verifier";
import { verdictJson, verdictText } from "../report-text.ts";

/** What became of a receipt, for a person to read: what it is about, and each check of receipt and evidence. */
export function receiptText(path: string, receipt: Receipt, verified: VerifiedReceipt, render: Renderer): string {
  const about = aboutText(receipt, verified, render);
  return `${about}${verdictText(path, wholeVerdict(verified), render)}`;
}

/** The receipt's checks and those of its evidence; the receipt's own verdict is over both. */
function wholeVerdict({ verdict, evidence }: VerifiedReceipt): Verdict {
  return verdictOf([...verdict.checks, ...(evidence?.checks ?? [])], {});
}

/** What a receipt that is refused says of itself is not repeated. */
function aboutText({ machine }: Receipt, { entries, verdict }: VerifiedReceipt, render: Renderer): string {
  if (entries === undefined || verdict.verdict === "rejected") return "";
  const { entry, index } = entries.release;
  const values = { number: entry.number, name: spelledOut(machine.name), time: entry.time, mode: entry.mode, index };
  return `${render(message("cli.receipt.about", values))}\n\n`;
}

export function receiptJson(verified: VerifiedReceipt, render: Renderer): Readonly<Record<string, unknown>> {
  const { entries, evidence } = verified;
  return {
    ...verdictJson(verified.verdict, render),
    evidence: evidence === undefined ? null : verdictJson(evidence, render),
    release: entries === undefined ? null : { index: entries.release.index, ...entries.release.entry },
  };
}
