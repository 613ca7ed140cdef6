import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./button.css";

type ButtonKind = "primary" | "plain" | "quiet" | "danger";

export type ButtonProps = {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly kind?: ButtonKind;
  readonly type?: "button" | "submit";
  /** What it does is under way: it stays where it is, keeps the focus, and can't be pressed again. */
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly icon?: IconName;
  readonly small?: boolean;
  /** Where the visible words do not tell one such button from another. */
  readonly label?: string | undefined;
  readonly describedBy?: string;
} & Pick<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "aria-expanded" | "aria-controls" | "aria-haspopup" | "name" | "value"
>;

/** Does something here. What leads elsewhere is a link. */
export function Button({
  children,
  onClick,
  kind = "plain",
  type = "button",
  busy = false,
  disabled = false,
  icon,
  small = false,
  label,
  describedBy,
  ...attributes
}: ButtonProps) {
  return (
    <button
      {...attributes}
      type={type}
      class="button"
      data-kind={kind}
      data-small={small}
      disabled={disabled}
      aria-busy={busy}
      aria-disabled={busy}
      aria-label={label}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** A link that looks like a button: the one thing to do next. */
export function ButtonLink({ to, children, kind = "plain" }: ButtonLinkProps) {
  return (
    <a class="button" data-kind={kind} href={to}>
      <span>{children}</span>
    </a>
  );
}

type ButtonLinkProps = { readonly to: string; readonly children: ComponentChildren; readonly kind?: ButtonKind };
