import type { ComponentChildren, InputHTMLAttributes, TextareaHTMLAttributes } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";
import "./field.css";

type Common = {
  readonly label: ComponentChildren;
  /** What to type, below the label. */
  readonly hint?: ComponentChildren;
  /** What is wrong with it; said as soon as it appears. */
  readonly error?: string | undefined;
  readonly value: string;
  readonly onInput: (value: string) => void;
};

type Attributes = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  "autoComplete" | "maxLength" | "required" | "name" | "inputMode" | "min" | "max" | "spellcheck" | "disabled"
>;

/** A line of text with its label, and what is wrong with it. */
export function Field({ label, hint, error, value, onInput, type = "text", ...attributes }: FieldProps) {
  const id = useId();
  // Preact's types know each kind of input by itself, and not one of several.
  const kind = { type } as { readonly type: "text" };
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <input
        {...attributes}
        {...described(id, hint, error)}
        {...kind}
        class="field-input"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Framed>
  );
}

export type FieldProps = Common & Attributes & { readonly type?: "text" | "password" | "number" | "search" };

/** Several lines of text. */
export function TextArea({ label, hint, error, value, onInput, ...attributes }: TextAreaProps) {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <textarea
        {...attributes}
        {...described(id, hint, error)}
        class="field-input"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </Framed>
  );
}

export type TextAreaProps = Common &
  Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, "rows" | "maxLength" | "required" | "name" | "spellcheck">;

/** One of a few. */
export function Select<T extends string>({ label, hint, error, value, onInput, options }: SelectProps<T>) {
  const id = useId();
  return (
    <Framed id={id} label={label} hint={hint} error={error}>
      <select
        {...described(id, hint, error)}
        class="field-input"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen !== undefined) onInput(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </Framed>
  );
}

export type SelectProps<T extends string> = Omit<Common, "onInput" | "value"> & {
  readonly value: T;
  readonly onInput: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly text: string }[];
};

/** One of a few, all in sight, each with a line that says what it means. */
export function Choices<T extends string>({ legend, value, onInput, options }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class="field-label">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onInput(option.value)}
          />
          <span>
            <span class="choice-text">{option.text}</span>
            {option.hint !== undefined && <span class="field-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export type ChoicesProps<T extends string> = {
  readonly legend: ComponentChildren;
  readonly value: T;
  readonly onInput: (value: T) => void;
  readonly options: readonly {
    readonly value: T;
    readonly text: ComponentChildren;
    readonly hint?: ComponentChildren;
  }[];
};

function described(id: string, hint: ComponentChildren, error: string | undefined) {
  const ids = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`].join(" ").trim();
  return { id, "aria-invalid": error !== undefined, "aria-describedby": ids === "" ? undefined : ids };
}

type FramedProps = Pick<Common, "label" | "hint" | "error"> & {
  readonly id: string;
  readonly children: ComponentChildren;
};

function Framed({ id, label, hint, error, children }: FramedProps) {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`} role="alert">
          <Icon name="warning" /> {error}
        </p>
      )}
    </div>
  );
}
