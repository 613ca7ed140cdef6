import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../../parts/icon.tsx";

export type SealProps = {
  readonly kind: "looking" | "same" | "differs" | "none";
  readonly children: ComponentChildren;
};

const icons: Readonly<Record<SealProps["kind"], IconName>> = {
  looking: "waiting",
  same: "pass",
  differs: "fail",
  none: "unknown",
};

/** The seal of this page's own look: its form says as much as its words. */
export function Seal({ kind, children }: SealProps) {
  return (
    <div class="seal" data-kind={kind}>
      <svg class="seal-form" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
        <rect class="seal-edge" x="3" y="3" width="42" height="42" rx="9" />
        <rect class="seal-inner" x="8" y="8" width="32" height="32" rx="5" />
      </svg>
      <span class="seal-icon">
        <Icon name={icons[kind]} />
      </span>
      <p class="seal-text" role="status">
        {children}
      </p>
    </div>
  );
}
