import { toHex } from "@sekisho/encoding";
import type { ComponentChildren } from "preact";
import { useTexts } from "../../app/texts.ts";
import { Hex } from "../../parts/hex.tsx";
import { StatusMark, type Status } from "../../parts/status-mark.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import type { HistoryFinding, LogFinding } from "./prove.ts";

/** What this browser found of the log, step by step. */
export function LogFindings({ finding, own }: { readonly finding: LogFinding; readonly own: boolean }) {
  const { t } = useTexts();
  const { signature, checkpoint, history } = finding;
  const signed = signature.kind === "signed";
  const values = signature.kind === "other-log" ? { expected: signature.expected, actual: signature.actual } : {};
  const said = signed ? (own ? "own" : "gate") : signature.kind;
  return (
    <>
      <Step status={signed ? "pass" : "fail"} text={t(`console.receipts.signature.${said}`, values)} />
      {history !== undefined && <History finding={history} />}
      {checkpoint !== undefined && (
        <li>
          <dl class="facts receipt-facts">
            {signed && (
              <>
                <dt>{t("console.receipts.key")}</dt>
                <dd>
                  <Hex value={toHex(signature.key.subarray(-32))} of={t("console.receipts.key")} />
                </dd>
              </>
            )}
            <dt>{t("console.receipts.root")}</dt>
            <dd>
              <Hex value={toHex(checkpoint.root)} of={t("console.receipts.root")} />
            </dd>
          </dl>
        </li>
      )}
    </>
  );
}

function History({ finding }: { readonly finding: HistoryFinding }) {
  const { t } = useTexts();
  if (finding.kind === "first")
    return <Step status="absent" word={t("console.receipts.history.new")} text={t("console.receipts.history.first")} />;
  const { kind, seen } = finding;
  return (
    <Step
      status={kind === "continues" ? "pass" : "fail"}
      text={
        <>
          {t(`console.receipts.history.${kind}`, { size: seen.size })}{" "}
          <span class="soft">
            {t("console.receipts.history.seen")}: <TimeText at={seen.at} />
          </span>
        </>
      }
    />
  );
}

type StepProps = {
  readonly status: Status;
  /** Another word than the status's own. */
  readonly word?: string;
  readonly text: ComponentChildren;
};

/** One step of a proof: whether it holds, and what that means. */
export function Step({ status, word, text }: StepProps) {
  return (
    <li class="receipt-step">
      <StatusMark status={status} word={word} />
      <p>{text}</p>
    </li>
  );
}
