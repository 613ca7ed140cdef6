import type { Message } from "@sekisho/messages";
import type { ComponentChildren } from "preact";
import { useTexts } from "../app/texts.ts";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import "./notice.css";

export type Tone = "info" | "pass" | "warning" | "fail";

const icons: Readonly<Record<Tone, IconName>> = { info: "info", pass: "pass", warning: "warning", fail: "fail" };

export type NoticeProps = {
  readonly tone: Tone;
  readonly title?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** What the person can do about it. */
  readonly actions?: ComponentChildren;
  /** It came without the person asking, so it is read out: `polite` at the next pause, `assertive` at once. */
  readonly live?: "polite" | "assertive";
};

/** Something that the person has to know. */
export function Notice({ tone, title, children, actions, live }: NoticeProps) {
  const role = live === "assertive" ? "alert" : live === "polite" ? "status" : undefined;
  return (
    <div class="notice" data-tone={tone} role={role}>
      <span class="notice-mark">
        <Icon name={icons[tone]} />
      </span>
      <div class="notice-text">
        {title !== undefined && <p class="notice-title">{title}</p>}
        {children !== undefined && <div>{children}</div>}
        {actions !== undefined && <div class="notice-actions">{actions}</div>}
      </div>
    </div>
  );
}

/** What the gate refused, in the reader's language, and the way to try again where there is one. */
export function ProblemNotice({ problem, again }: { readonly problem: Message; readonly again?: () => void }) {
  const { t, render } = useTexts();
  const stale = problem.id === "console.call.strange" || problem.id === "console.call.failed";
  const action = stale ? (
    <Button small onClick={() => location.reload()}>
      {t("console.failed.reload")}
    </Button>
  ) : (
    again !== undefined && (
      <Button small onClick={again}>
        {t("console.failed.again")}
      </Button>
    )
  );
  return (
    <Notice
      tone="fail"
      live="assertive"
      title={t("console.failed.title")}
      actions={action === false ? undefined : action}
    >
      <p>{render(problem)}</p>
    </Notice>
  );
}
