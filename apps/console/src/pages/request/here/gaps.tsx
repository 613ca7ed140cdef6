import type { Gap } from "@sekisho/verifier";
import { useTexts } from "../../../app/texts.ts";
import { Card } from "../../../parts/card.tsx";
import { Disclosure } from "../../../parts/disclosure.tsx";

/** What an accepted verdict does not rule out; nothing is drawn where there is nothing of it. */
export function Gaps({ gaps }: { readonly gaps: readonly Gap[] }) {
  const { t, render } = useTexts();
  if (gaps.length === 0) return null;
  return (
    <Card title={t("console.request.gaps")} aside={<span class="soft">{gaps.length}</span>}>
      <ul class="gaps">
        {gaps.map(({ id, title, why, remedy }) => (
          <li key={id} class="gap">
            <Disclosure summary={render(title)}>
              {() => (
                <dl>
                  <dt>{t("console.request.gaps.why")}</dt>
                  <dd>{render(why)}</dd>
                  <dt>{t("console.request.gaps.do")}</dt>
                  <dd>{render(remedy)}</dd>
                </dl>
              )}
            </Disclosure>
          </li>
        ))}
      </ul>
    </Card>
  );
}
