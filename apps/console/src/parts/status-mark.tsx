import { useTexts } from "../app/texts.ts";
import { Icon, type IconName } from "./icon.tsx";
import "./status-mark.css";

export type Status = "pass" | "fail" | "unknown" | "absent" | "waiting";

export type StatusMarkProps = {
  readonly status: Status;
  /** Another word than the status's own ("Accepted"). */
  readonly word?: string | undefined;
  readonly size?: "small" | "normal" | "large";
  /** The word is for readers of the page's text alone: something beside it says the same. */
  readonly silent?: boolean;
};

/** A status as a mark and a word: never by its colour alone. */
export function StatusMark({ status, word, size = "normal", silent = false }: StatusMarkProps) {
  const { t } = useTexts();
  const icon: IconName = status;
  return (
    <span class="status" data-status={status} data-size={size}>
      <span class="status-mark">
        <Icon name={icon} />
      </span>
      <span class={silent ? "unseen" : "status-word"}>{word ?? t(`console.status.${status}`)}</span>
    </span>
  );
}
