import { useId, useMemo, useRef, useState } from "preact/hooks";
import { useTexts } from "../../../app/texts.ts";
import { Icon } from "../../../parts/icon.tsx";
import { completeAt, type Suggestion } from "./complete.ts";
import { offsetOf, policySchema, type Problem } from "./diagnose.ts";
import { replaceRange } from "./replace-range.ts";
import { Suggestions } from "./suggestions.tsx";
import "./editor.css";

export type EditorProps = {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly problems: readonly Problem[];
  readonly readOnly: boolean;
};

const fewestLines = 14;

/**
 * A text with line numbers, what is wrong with it, and what the schema allows at the caret: Ctrl and the space bar, then arrows and
 * Enter. The tabulator leaves the text, as everywhere.
 */
export function Editor({ value, onInput, problems, readOnly }: EditorProps) {
  const { t } = useTexts();
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState<number>();
  const completion = useMemo(() => completeAt(value, caret, policySchema), [value, caret]);
  const { suggestions } = completion;
  const open = chosen !== undefined && suggestions.length > 0 && !readOnly;
  const active = open ? Math.min(chosen, suggestions.length - 1) : undefined;
  const lines = value.split("\n").length;
  const wrong = new Set(problems.map(({ line }) => line));

  const follow = (): void => setCaret(area.current?.selectionStart ?? 0);
  const take = (suggestion: Suggestion): void => {
    const { current } = area;
    if (current === null) return;
    replaceRange(current, suggestion.from, current.selectionStart, suggestion.insert);
    setChosen(suggestion.insert.endsWith(" ") ? 0 : undefined);
    follow();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey && event.key === " ") {
      event.preventDefault();
      follow();
      setChosen(0);
    } else if (event.key === "Enter" && !open && !readOnly && !event.isComposing) {
      event.preventDefault();
      if (area.current !== null) breakLine(area.current);
      follow();
    } else if (open && !event.isComposing) {
      const suggestion = suggestions[active ?? 0];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : suggestions.length - 1;
        setChosen(((active ?? 0) + step) % suggestions.length);
      } else if (event.key === "Enter" && suggestion !== undefined) {
        event.preventDefault();
        take(suggestion);
      } else if (event.key === "Escape") {
        event.preventDefault();
        setChosen(undefined);
      }
    }
  };
  return (
    <div class="editor">
      <div class="editor-frame" data-wrong={problems.length > 0}>
        <ol class="editor-gutter" aria-hidden="true">
          {Array.from({ length: Math.max(lines, fewestLines) }, (_, index) => (
            <li key={index} data-wrong={wrong.has(index + 1)}>
              {index < lines ? index + 1 : ""}
            </li>
          ))}
        </ol>
        <div class="editor-text">
          <textarea
            ref={area}
            value={value}
            rows={Math.max(lines, fewestLines)}
            wrap="off"
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            readOnly={readOnly}
            aria-label={t("console.policy.text")}
            aria-describedby={`${id}-hint`}
            aria-invalid={problems.length > 0}
            aria-autocomplete="list"
            aria-controls={open ? `${id}-list` : undefined}
            aria-activedescendant={active === undefined ? undefined : `${id}-${active}`}
            onInput={(event) => {
              onInput(event.currentTarget.value);
              follow();
              if (chosen !== undefined) setChosen(0);
            }}
            onKeyDown={onKeyDown}
            onKeyUp={follow}
            onClick={follow}
            onBlur={() => setChosen(undefined)}
          />
          {open && (
            <Suggestions
              id={id}
              suggestions={suggestions}
              active={active ?? 0}
              text={value}
              caret={caret}
              take={take}
            />
          )}
        </div>
      </div>
      <p class="unseen" role="status">
        {open ? t("console.policy.suggestions", { count: suggestions.length }) : ""}
      </p>
      <p class="editor-about" id={`${id}-hint`}>
        {completion.path !== "" && <code>{completion.path}</code>}{" "}
        {completion.path === "" || completion.about === undefined ? t("console.policy.keys") : completion.about}
      </p>
      <Problems problems={problems} go={(problem) => goTo(area.current, problem)} />
    </div>
  );
}

type ProblemsProps = { readonly problems: readonly Problem[]; readonly go: (problem: Problem) => void };

function Problems({ problems, go }: ProblemsProps) {
  const { t, render } = useTexts();
  return (
    <div class="editor-problems">
      {problems.length === 0 ? (
        <p class="editor-good">
          <Icon name="pass" /> {t("console.policy.good")}
        </p>
      ) : (
        <ul aria-label={t("console.policy.problems")}>
          {problems.map((problem) => (
            <li key={`${problem.line}:${problem.column}:${problem.message.id}`}>
              <button type="button" class="editor-problem" onClick={() => go(problem)}>
                <Icon name="fail" />
                <span>{render(problem.message)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function goTo(area: HTMLTextAreaElement | null, { line, column }: Problem): void {
  if (area === null) return;
  const offset = offsetOf(area.value, line, column);
  area.focus();
  area.setSelectionRange(offset, offset);
}

/** A new line keeps the indentation, and goes deeper behind a key that opens. */
function breakLine(area: HTMLTextAreaElement): void {
  const { value, selectionStart, selectionEnd } = area;
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  const indent = /^ */.exec(line)?.[0] ?? "";
  const deeper = /:\s*$/.test(line) ? "  " : "";
  replaceRange(area, selectionStart, selectionEnd, `\n${indent}${deeper}`);
}
