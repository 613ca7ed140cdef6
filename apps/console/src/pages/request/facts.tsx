import type { RequestDetail } from "@sekisho/release";
import { cloudName } from "../../app/proper-names.ts";
import { useTexts } from "../../app/texts.ts";
import { TimeText } from "../../parts/time-text.tsx";
import { isUndecided } from "./decide/situation.ts";

/** In a line below the machine's name: which request, which boot, what kind of machine, since when. */
export function Facts({ request }: { readonly request: RequestDetail }) {
  const texts = useTexts();
  const { t, rich } = texts;
  const { number, bootNumber, technology, cloud, releaseMode, evidenceAt, expiresAt } = request;
  return (
    <ul class="request-facts">
      <li>{t("console.request.eyebrow", { number })}</li>
      {bootNumber !== null && <li>{t("console.request.boot", { count: bootNumber })}</li>}
      {technology !== null && <li>{t(`console.request.technology.${technology}`)}</li>}
      {cloud !== null && <li>{cloudName(cloud, texts)}</li>}
      {releaseMode !== null && <li>{t(`console.request.mode.${releaseMode}`)}</li>}
      {evidenceAt !== null && (
        <li>{rich("console.request.evidence-at", { time: <TimeText at={evidenceAt} relative /> })}</li>
      )}
      {isUndecided(request) && <li>{rich("console.request.expires", { time: <TimeText at={expiresAt} /> })}</li>}
    </ul>
  );
}
