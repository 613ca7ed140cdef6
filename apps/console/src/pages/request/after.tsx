import type { Message } from "@sekisho/messages";
import type { RequestDetail, SessionView } from "@sekisho/release";
import { may } from "../../api/session.ts";
import { useTexts } from "../../app/texts.ts";
import { Card } from "../../parts/card.tsx";
import { SaveFile } from "../../parts/save-file.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { AllowAgain } from "./allow-again.tsx";
import { isUndecided } from "./decide/situation.ts";
import { nextStepOf } from "./next-step.ts";

export type AfterProps = {
  readonly request: RequestDetail;
  readonly session: SessionView;
  /** What stands at the top of the page. */
  readonly sentence: Message | null;
};

/** What happened once nothing is left to be decided, what to do next, and the receipt that proves it. */
export function After({ request, session, sentence }: AfterProps) {
  const { t, render } = useTexts();
  if (isUndecided(request)) return null;
  const { state, number, updatedAt, reason } = request;
  const next = nextStepOf(request, sentence);
  return (
    <Card title={t("console.request.after")}>
      <div class="stack">
        <p>
          <TimeText at={updatedAt} />
        </p>
        {reason !== null && (
          <div>
            <h3>{t("console.request.after.reason")}</h3>
            <p class="field-hint">{render(reason)}</p>
          </div>
        )}
        {next !== undefined && (
          <div>
            <h3>{t("console.request.after.next")}</h3>
            <p>{t(`console.request.after.next.${next}`)}</p>
          </div>
        )}
        {state === "released" && (
          <div>
            <SaveFile
              path={`/v1/admin/requests/${number}/receipt`}
              name={`sekisho-receipt-${number}.json`}
              type="application/json"
            >
              {t("console.request.after.receipt")}
            </SaveFile>
            <p class="field-hint">{t("console.request.after.receipt.what")}</p>
          </div>
        )}
        {state === "released" && may(session, "approver") && <AllowAgain request={request} />}
      </div>
    </Card>
  );
}
