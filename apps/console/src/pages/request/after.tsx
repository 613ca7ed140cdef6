import type { RequestDetail, SessionView } from "@sekisho/release";
import { may } from "../../api/session.ts";
import { useTexts } from "../../app/texts.ts";
import { Card } from "../../parts/card.tsx";
import { SaveFile } from "../../parts/save-file.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { AllowAgain } from "./allow-again.tsx";
import { isUndecided } from "./decide/situation.ts";

export type AfterProps = { readonly request: RequestDetail; readonly session: SessionView };

/** What happened once nothing is left to be decided, what to do next, and the receipt that proves it. */
export function After({ request, session }: AfterProps) {
  const { t, render } = useTexts();
  if (isUndecided(request)) return null;
  const { state, number, updatedAt, reason } = request;
  const next = nextOf(request);
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

/** What is to be done now. Of an expired request the headline says it already; where the gate gave a reason, no part of the chain is red. */
function nextOf({
  state,
  reason,
}: RequestDetail): "refused" | "reason" | "denied" | "decided" | "released" | undefined {
  switch (state) {
    case "refused":
      return reason === null ? "refused" : "reason";
    case "denied":
    case "decided":
    case "released":
      return state;
    default:
      return undefined;
  }
}
