import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Notice, type Tone } from "../../parts/notice.tsx";
import type { Advice } from "./advice.ts";

export type SaveDialogProps = {
  readonly name: string;
  /** The policy goes, and the strict default judges again. */
  readonly strict: boolean;
  readonly advice: Advice;
  readonly busy: boolean;
  readonly save: () => void;
  readonly close: () => void;
};

const tones: Readonly<Record<Advice, Tone>> = { locked: "fail", letIn: "warning", untried: "warning", fine: "pass" };

/** Says what will happen before it happens. */
export function SaveDialog({ name, strict, advice, busy, save, close }: SaveDialogProps) {
  const { t } = useTexts();
  const values = { machine: name };
  return (
    <Dialog
      title={t("console.policy.ask")}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{t("console.policy.ask.cancel")}</Button>
          <Button kind={advice === "locked" ? "danger" : "primary"} busy={busy} onClick={save}>
            {t("console.policy.save")}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t(strict ? "console.policy.ask.strict" : "console.policy.ask.text", values)}</p>
        <Notice tone={tones[advice]}>{t(`console.policy.ask.${advice}`, values)}</Notice>
      </div>
    </Dialog>
  );
}
