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

/** A question over the page. It is open as long as it is drawn; the browser keeps the focus in it. */
export function Dialog({ title, children, actions, onClose }: DialogProps) {
  const { t } = useTexts();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    // What is asked for comes first, not the cross.
    dialog?.querySelector<HTMLElement>(".dialog-body :is(input, select, textarea)")?.focus();
    return () => {
      dialog?.close();
      giveBack(before);
    };
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

/** The browser gives the focus back only where the dialog outlives its closing. Where its button is gone, the page's title takes it. */
function giveBack(before: Element | null): void {
  const there = before instanceof HTMLElement && before.isConnected && before !== document.body;
  const next = there ? before : document.querySelector<HTMLElement>("main h1");
  next?.focus({ preventScroll: true });
}
