import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import "./disclosure.css";

export type DisclosureProps = {
  readonly summary: ComponentChildren;
  /** Drawn only once it is open, so that what is costly waits until somebody asks. */
  readonly children: () => ComponentChildren;
  readonly open?: boolean;
};

/** Plain words first, the rest on demand. */
export function Disclosure({ summary, children, open = false }: DisclosureProps) {
  const [shown, setShown] = useState(open);
  return (
    <details class="disclosure" open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>
        <Icon name="next" />
        <span>{summary}</span>
      </summary>
      {shown && <div class="disclosure-body">{children()}</div>}
    </details>
  );
}
