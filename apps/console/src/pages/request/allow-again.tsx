import { requestViewSchema, type RequestDetail } from "@sekisho/release";
import { useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import { useAct } from "./decide/use-act.ts";

/** Lets the boot of a released request ask for the key once more. */
export function AllowAgain({ request }: { readonly request: RequestDetail }) {
  const { t, render } = useTexts();
  const { busy, problem, start } = useAct();
  const [done, setDone] = useState(false);
  const allow = () =>
    start(async () => {
      await gate.post(`/v1/admin/requests/${request.id}/allow-again`, undefined, requestViewSchema);
      setDone(true);
      return undefined;
    });
  return (
    <div class="stack">
      <p class="field-hint">{t("console.request.after.allow-again.what")}</p>
      {problem !== undefined && (
        <Notice tone="fail" live="assertive">
          <p>{render(problem)}</p>
        </Notice>
      )}
      {done ? (
        <Notice tone="pass" live="polite">
          <p>{t("console.request.after.allowed-again")}</p>
        </Notice>
      ) : (
        <div>
          <Button small busy={busy} onClick={allow}>
            {t("console.request.after.allow-again")}
          </Button>
        </div>
      )}
    </div>
  );
}
