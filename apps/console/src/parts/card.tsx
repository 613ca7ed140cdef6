import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./card.css";

export type CardProps = {
  readonly children: ComponentChildren;
  /** Its heading, one level below the page's. */
  readonly title?: ComponentChildren;
  /** What stands at the end of the heading's line: a button, a count. */
  readonly aside?: ComponentChildren;
  /** Its ground says what it is about. */
  readonly tone?: "plain" | "open" | "pass" | "fail";
};

/** One matter of a page. With a title it is a region that readers of the page can jump to. */
export function Card({ children, title, aside, tone = "plain" }: CardProps) {
  const id = useId();
  if (title === undefined) {
    return (
      <div class="card" data-tone={tone}>
        {children}
      </div>
    );
  }
  return (
    <section class="card" data-tone={tone} aria-labelledby={id}>
      <header class="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
