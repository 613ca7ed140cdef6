import type { RequestDetail } from "@sekisho/release";
import { useTexts } from "../../app/texts.ts";
import { Icon, type IconName } from "../../parts/icon.tsx";
import type { Headline, Tone } from "./headline.ts";
import "./top.css";

const icons: Readonly<Record<Tone, IconName>> = {
  pass: "pass",
  caution: "warning",
  fail: "fail",
  unknown: "unknown",
  waiting: "waiting",
  ended: "absent",
};

/** The heading that says how things stand: where the focus goes once something was done. */
export const leadId = "request-lead";

/** What a newcomer must understand in ten seconds: whether to go on, and why. */
export function Top({ headline, request }: { readonly headline: Headline; readonly request: RequestDetail }) {
  const { t, render } = useTexts();
  const { tone, lead, sentence, found } = headline;
  const failing = tone === "fail" && request.verdict?.verdict === "rejected";
  return (
    <section class="top" data-tone={tone} aria-labelledby={leadId}>
      <span class="top-mark">
        <Icon name={icons[tone]} />
      </span>
      <div class="top-text" aria-live="polite">
        <h2 id={leadId} class="top-lead" tabIndex={-1}>
          {render(lead)}
        </h2>
        {sentence !== null && <p class="top-sentence">{render(sentence)}</p>}
        {found !== undefined && (
          <p class="top-found">{t("console.request.sentence.found", { found: render(found) })}</p>
        )}
        {failing && <p class="top-more">{t("console.request.sentence.more")}</p>}
      </div>
    </section>
  );
}
