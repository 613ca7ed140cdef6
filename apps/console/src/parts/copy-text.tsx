import { useEffect, useState } from "preact/hooks";
import { useTexts } from "../app/texts.ts";
import { Button } from "./button.tsx";
import "./copy-text.css";

export type CopyTextProps = {
  readonly value: string;
  /** What it is, for who can't see where it stands ("one-time link"). */
  readonly label: string;
};

/** A text to be taken elsewhere, whole. */
export function CopyText({ value, label }: CopyTextProps) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 4000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div class="copy-text">
      <output class="copy-text-value" aria-label={label}>
        {value}
      </output>
      <Button
        icon={copied ? "pass" : "copy"}
        onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      >
        {t(copied ? "console.part.copied" : "console.part.copy")}
      </Button>
    </div>
  );
}
