import { useEffect, useState } from "preact/hooks";
import { useTexts } from "../app/texts.ts";
import { groupHex, shortHex } from "./hex-text.ts";
import { Icon } from "./icon.tsx";
import "./hex.css";

export type HexProps = {
  /** Hexadecimal digits, of a digest or a field. */
  readonly value: string;
  /** What it is, for the button that copies it ("launch digest"). */
  readonly of: string;
  /** How many digits are shown before a person asks for all; 0: all at once. */
  readonly digits?: number;
};

/** Bytes as digits in groups, to be compared by eye and copied whole. */
export function Hex({ value, of, digits = 16 }: HexProps) {
  const { t } = useTexts();
  const [whole, setWhole] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const short = !whole && digits > 0 && value.length > digits * 2;
  return (
    <span class="hex">
      <span class="hex-digits">{short ? shortHex(value, digits) : groupHex(value)}</span>
      {digits > 0 && value.length > digits * 2 && (
        <button type="button" class="hex-button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? t("console.part.showLess") : t("console.part.showAll", { count: value.length })}
        </button>
      )}
      <button
        type="button"
        class="hex-button"
        aria-label={`${t("console.part.copy")}: ${of}`}
        onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
      >
        <Icon name={copied ? "pass" : "copy"} />
      </button>
      <span class="unseen" role="status">
        {copied ? t("console.part.copied") : ""}
      </span>
    </span>
  );
}
