import { useLayoutEffect, useRef } from "preact/hooks";
import { useTexts } from "../../../app/texts.ts";
import type { Suggestion } from "./complete.ts";

export type SuggestionsProps = {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly text: string;
  readonly caret: number;
  readonly take: (suggestion: Suggestion) => void;
};

/** What can be typed at the caret, below it. */
export function Suggestions({ id, suggestions, active, text, caret, take }: SuggestionsProps) {
  const { t } = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const before = text.slice(0, caret).split("\n");
  const [line, column] = [before.length, before.at(-1)?.length ?? 0];
  useLayoutEffect(() => {
    // Through the CSSOM: the page's security policy allows no inline style.
    list.current?.style.setProperty("--line", String(line));
    list.current?.style.setProperty("--column", String(Math.min(column, 24)));
  }, [line, column]);
  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      class="editor-suggestions"
      id={`${id}-list`}
      role="listbox"
      aria-label={t("console.policy.choices")}
    >
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.text}
          id={`${id}-${index}`}
          class="editor-suggestion"
          role="option"
          aria-selected={index === active}
          // Not on click: the text would lose the focus first, and the list close.
          onMouseDown={(event) => {
            event.preventDefault();
            take(suggestion);
          }}
        >
          <span class="mono">{suggestion.text}</span>
          {suggestion.about !== undefined && <span class="editor-suggestion-about">{suggestion.about}</span>}
        </div>
      ))}
    </div>
  );
}
