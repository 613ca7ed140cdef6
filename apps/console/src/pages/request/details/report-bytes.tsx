import type { ReportField } from "@sekisho/verifier";
import { useState } from "preact/hooks";
import { useTexts } from "../../../app/texts.ts";
import { Field } from "../../../parts/field.tsx";
import { groupHex } from "../../../parts/hex-text.ts";
import { formatNumber } from "../../../parts/time-words.ts";
import { byteRows, offsetText } from "../bytes/byte-rows.ts";

/** As many as dumps usually have, and half of it where the screen is narrow. */
const perRow = (): number => (matchMedia("(width < 600px)").matches ? 8 : 16);

/** Every field of a report, and its bytes: pointing at one shows the other. */
export function ReportBytes({ fields }: { readonly fields: readonly ReportField[] }) {
  const { t, locale } = useTexts();
  const [pointed, setPointed] = useState<number | undefined>(undefined);
  const [wanted, setWanted] = useState("");
  if (fields.length === 0) return <p class="soft">{t("console.request.bytes.none")}</p>;
  const search = wanted.trim().toLowerCase();
  const shown = [...fields.entries()].filter(([, { name }]) => name.toLowerCase().includes(search));
  const count = fields.reduce((most, { offset, length }) => Math.max(most, offset + length), 0);
  return (
    <div class="bytes">
      <p class="soft">{t("console.request.bytes.what")}</p>
      <div class="bytes-columns">
        <div>
          <Field label={t("console.request.bytes.filter")} value={wanted} onInput={setWanted} type="search" />
          <ul class="byte-fields" onMouseLeave={() => setPointed(undefined)}>
            {shown.map(([index, field]) => (
              <FieldRow key={index} field={field} pointed={pointed === index} onPoint={() => setPointed(index)} />
            ))}
          </ul>
          {shown.length === 0 && <p class="soft">{t("console.request.bytes.no-match")}</p>}
        </div>
        <Dump
          fields={fields}
          pointed={pointed}
          onPoint={setPointed}
          label={t("console.request.bytes.dump", { count: formatNumber(count, locale) })}
        />
      </div>
    </div>
  );
}

type FieldRowProps = { readonly field: ReportField; readonly pointed: boolean; readonly onPoint: () => void };

function FieldRow({ field, pointed, onPoint }: FieldRowProps) {
  const { t, render } = useTexts();
  const { name, offset, length, hex, meaning, source } = field;
  return (
    <li class="byte-field" data-pointed={pointed} onMouseEnter={onPoint}>
      <button type="button" class="byte-field-name" aria-pressed={pointed} onFocus={onPoint} onClick={onPoint}>
        {name}
      </button>
      <span class="byte-field-place">
        {t("console.request.bytes.place", { offset: offsetText(offset), length })} · {source}
      </span>
      {meaning !== undefined && <span>{render(meaning)}</span>}
      <span class="mono byte-field-hex">{groupHex(hex)}</span>
    </li>
  );
}

type DumpProps = {
  readonly fields: readonly ReportField[];
  readonly pointed: number | undefined;
  readonly onPoint: (field: number | undefined) => void;
  readonly label: string;
};

function Dump({ fields, pointed, onPoint, label }: DumpProps) {
  const [inRow] = useState(perRow);
  const rows = byteRows(fields, inRow);
  return (
    <div class="dump" role="region" aria-label={label} tabIndex={0} onMouseLeave={() => onPoint(undefined)}>
      <p class="field-label">{label}</p>
      {rows.map(({ offset, runs }) => (
        <div key={offset} class="dump-row">
          <span class="dump-offset">{offsetText(offset)}</span>
          <span class="dump-bytes">
            {runs.map(({ field, bytes }, index) => (
              <span
                key={index}
                class="dump-run"
                data-pointed={field !== undefined && field === pointed}
                data-odd={field !== undefined && field % 2 === 1}
                title={field === undefined ? undefined : fields[field]?.name}
                onMouseEnter={() => onPoint(field)}
              >
                {bytes.join(" ")}
              </span>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}
