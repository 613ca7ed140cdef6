import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import "./tabs.css";

export type Tab = { readonly id: string; readonly title: ComponentChildren; readonly draw: () => ComponentChildren };

export type TabsProps = {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
};

/** Views of the same matter, one at a time. Arrow keys go from one to the next. */
export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const base = useId();
  const row = useRef<HTMLDivElement>(null);
  const current = Math.max(
    0,
    tabs.findIndex(({ id }) => id === selected),
  );
  const go = (index: number) => {
    const next = tabs.at(index % tabs.length);
    if (next === undefined) return;
    onSelect(next.id);
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: current + 1,
    ArrowLeft: current - 1,
    Home: 0,
    End: tabs.length - 1,
  };
  return (
    <div class="tabs">
      <div
        ref={row}
        class="tabs-row"
        role="tablist"
        aria-label={label}
        onKeyDown={(event) => {
          const step = steps[event.key];
          if (step === undefined) return;
          event.preventDefault();
          go(step);
        }}
      >
        {tabs.map(({ id, title }, index) => (
          <button
            key={id}
            type="button"
            role="tab"
            class="tab"
            data-tab={id}
            id={`${base}-${id}`}
            aria-selected={index === current}
            aria-controls={`${base}-panel`}
            tabIndex={index === current ? 0 : -1}
            onClick={() => onSelect(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${tabs[current]?.id ?? ""}`} tabIndex={0}>
        {tabs[current]?.draw()}
      </div>
    </div>
  );
}
