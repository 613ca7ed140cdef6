import type { ComponentChildren } from "preact";
import { Mark } from "./mark.tsx";
import "./empty.css";

/** Where nothing is yet: why, and what to do next. */
export function Empty({ title, children, actions }: EmptyProps) {
  return (
    <div class="empty">
      <Mark />
      <p class="empty-title">{title}</p>
      {children !== undefined && <div class="empty-text">{children}</div>}
      {actions !== undefined && <div class="empty-actions">{actions}</div>}
    </div>
  );
}

export type EmptyProps = {
  readonly title: ComponentChildren;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
};
