import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { place } from "../app/router.ts";
import { useTexts } from "../app/texts.ts";
import "./page.css";

export type PageFrameProps = {
  /** The page's only h1, and the document's title. */
  readonly title: string;
  /** How many things here wait for this person: said in the document's title, for who looks at another tab. */
  readonly count?: number;
  /** One line below it: what this page is for, or how things stand. */
  readonly lead?: ComponentChildren;
  /** What stands above the title: the way back. */
  readonly above?: ComponentChildren;
  /** What can be done here. */
  readonly actions?: ComponentChildren;
  /** `wide` for pictures and long lists; `narrow` for a form alone. */
  readonly width?: "narrow" | "normal" | "wide";
  readonly children: ComponentChildren;
};

/** A page's frame: its title, which takes the focus after a move within the page, and the rest below each other. */
export function PageFrame({ title, count = 0, lead, above, actions, width = "normal", children }: PageFrameProps) {
  const { t } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t(count > 0 ? "console.title.count" : "console.title", { page: title, count });
  }, [t, title, count]);
  useEffect(() => {
    if (place.get().moves > 0) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="page" data-width={width}>
      <header class="page-head">
        {above !== undefined && <div class="page-above">{above}</div>}
        <div class="page-title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {actions !== undefined && <div class="page-actions">{actions}</div>}
        </div>
        {lead !== undefined && <div class="page-lead">{lead}</div>}
      </header>
      {children}
    </div>
  );
}
