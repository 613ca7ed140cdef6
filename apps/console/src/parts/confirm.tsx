import type { Message } from "@sekisho/messages";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { asCallError } from "../api/problems.ts";
import { useTexts } from "../app/texts.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

export type ConfirmProps = {
  readonly title: string;
  /** What will happen, and what will not. */
  readonly children: ComponentChildren;
  /** What the button does, as a verb ("Remove the account"). */
  readonly action: string;
  readonly danger?: boolean;
  /** Does it; when that fails, the question stays with the reason. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
};

/** Says what will happen before it happens. */
export function Confirm({ title, children, action, danger = false, onConfirm, onClose }: ConfirmProps) {
  const { t, render } = useTexts();
  const [state, setState] = useState<{ readonly busy: boolean; readonly problem?: Message }>({ busy: false });
  const confirm = (): void => {
    setState({ busy: true });
    onConfirm().then(onClose, (error: unknown) => setState({ busy: false, problem: asCallError(error).problem }));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("console.part.cancel")}</Button>
          <Button kind={danger ? "danger" : "primary"} busy={state.busy} onClick={confirm}>
            {action}
          </Button>
        </>
      }
    >
      {state.problem !== undefined && (
        <Notice tone="fail" live="assertive">
          {render(state.problem)}
        </Notice>
      )}
      {children}
    </Dialog>
  );
}
