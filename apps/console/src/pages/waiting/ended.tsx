import type { RequestView } from "@sekisho/release";
import { useTexts } from "../../app/texts.ts";
import { StatusMark } from "../../parts/status-mark.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { sentence, standing, type Headline } from "./words.ts";

export type EndedListProps = {
  readonly requests: readonly RequestView[];
  readonly headline: Headline | undefined;
};

/** What became of the requests that are over, the newest first. */
export function EndedList({ requests, headline }: EndedListProps) {
  const { t, render } = useTexts();
  return (
    <ul class="ended">
      {requests.map((request) => {
        const { status, word } = standing(request);
        const says = sentence(request, headline);
        return (
          <li key={request.id} class="ended-row">
            <StatusMark status={status} word={t(word)} size="small" />
            <div class="ended-what">
              <a class="asking-link" href={`/requests/${request.number}`}>
                {request.machineName ?? request.machineId}
              </a>
              <span class="asking-number">{t("console.waiting.number", { number: request.number })}</span>
              {says !== undefined && <p class="ended-says">{render(says)}</p>}
            </div>
            <span class="ended-when">
              <TimeText at={request.updatedAt} relative />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
