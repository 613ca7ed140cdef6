import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { useTexts } from "../app/texts.ts";
import { Icon } from "./icon.tsx";
import "./dialog.css";

export type DialogProps = {
  readonly title: ComponentChildren;
  readonly children: ComponentChildren;
  /** The buttons, the one that goes on last. */
  readonly actions?: ComponentChildren;
  /** The person wants it gone: Escape, the cross. The parent then no longer draws it. */
  readonly onClose: () => void;
};

/** A question over the page. It is open as long as it is drawn; the browser keeps the focus in it, and gives it back afterwards. */
export function Dialog({ title, children, actions, onClose }: DialogProps) {
  const { t } = useTexts();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // What is asked for comes first, not the cross.
    dialog?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea)")?.focus();
    // While it still stands in the document, so that the browser gives the focus back.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" class="dialog-close" aria-label={t("console.part.close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
      {actions !== undefined && <footer class="dialog-actions">{actions}</footer>}
    </dialog>
  );
}
