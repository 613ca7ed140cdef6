import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import type { Change } from "./changes.ts";

export type MeanwhileProps = { readonly changes: readonly Change[]; readonly onUnderstood: () => void };

/** What happened while the page was open, in words, until the person has seen it. The region is always there, so that it is read out. */
export function Meanwhile({ changes, onUnderstood }: MeanwhileProps) {
  const { t, render } = useTexts();
  const urgent = changes.some(({ decides }) => decides);
  return (
    <div class="request-notices" role="status">
      {changes.length > 0 && (
        <Notice
          tone={urgent ? "warning" : "info"}
          title={t("console.request.meanwhile")}
          actions={
            <Button small onClick={onUnderstood}>
              {t("console.request.meanwhile.understood")}
            </Button>
          }
        >
          {changes.map(({ what }) => (
            <p key={`${what.id} ${JSON.stringify(what.values)}`}>{render(what)}</p>
          ))}
        </Notice>
      )}
    </div>
  );
}
