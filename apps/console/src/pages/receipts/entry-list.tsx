import type { LogEntryView } from "@sekisho/release/log";
import { useTexts } from "../../app/texts.ts";
import { Icon } from "../../parts/icon.tsx";
import { StatusMark } from "../../parts/status-mark.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { useNames } from "./names.ts";
import { markOf, sentenceOf } from "./sentence.ts";

/** Entries of the log, one sentence each; each leads to its proof. */
export function EntryList({ entries }: { readonly entries: readonly LogEntryView[] }) {
  const { t, render } = useTexts();
  const names = useNames();
  return (
    <ol class="entry-list">
      {entries.map(({ index, entry }) => (
        <li key={index}>
          <a class="entry-row" href={`/receipts/${index}`}>
            <StatusMark status={markOf(entry)} word={t(`console.receipts.kind.${entry.kind}`)} silent size="small" />
            <span class="entry-text">
              <span>{render(sentenceOf(entry, names))}</span>
              <span class="soft entry-when">
                <TimeText at={entry.time} /> · <span class="number">{t("console.receipts.entry", { index })}</span> ·{" "}
                {t(`console.receipts.kind.${entry.kind}`)}
              </span>
            </span>
            <Icon name="next" />
          </a>
        </li>
      ))}
    </ol>
  );
}
