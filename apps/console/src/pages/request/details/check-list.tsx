import { refuses, type Check } from "@sekisho/evidence";
import { spelledOut } from "@sekisho/messages";
import { useTexts } from "../../../app/texts.ts";
import { StatusMark } from "../../../parts/status-mark.tsx";

/** What failed stands first, then what refuses as nothing shows it. */
function weightOf(check: Check): number {
  if (check.status === "fail") return 0;
  return refuses(check) ? 1 : 2;
}

/** Checks in a list, those that refuse first: what was found, expected and actual, and the check's name for scripts. */
export function CheckList({ checks }: { readonly checks: readonly Check[] }) {
  const { t, render } = useTexts();
  const sorted = checks.toSorted((left, right) => weightOf(left) - weightOf(right));
  return (
    <ul class="checks">
      {sorted.map((check, index) => {
        const { id, status, required, expected, actual, detail } = check;
        return (
          <li key={`${id} ${index}`} class="check" data-refuses={refuses(check)}>
            <StatusMark status={status} size="small" />
            <div class="check-text">
              <p>{render(detail)}</p>
              {(expected !== null || actual !== null) && (
                <dl class="check-values">
                  {expected !== null && <Value name={t("console.request.check.expected")} value={expected} />}
                  {actual !== null && <Value name={t("console.request.check.actual")} value={actual} />}
                </dl>
              )}
              <p class="check-id">
                <code>{id}</code>
                {!required && <span class="soft"> {t("console.request.check.optional")}</span>}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd class="mono">{spelledOut(value)}</dd>
    </>
  );
}
