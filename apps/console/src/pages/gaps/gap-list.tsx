import type { Gap, GapWeight } from "@sekisho/verifier";
import { useCheckTexts } from "../../app/check-texts.ts";
import { useTexts } from "../../app/texts.ts";
import { Disclosure } from "../../parts/disclosure.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Icon, type IconName } from "../../parts/icon.tsx";
import "./gaps.css";

const icons: Readonly<Record<GapWeight, IconName>> = { high: "warning", medium: "warning", low: "info" };

/** Gaps, the gravest first; each opens to why it matters and what to do. */
export function GapList({ gaps }: { readonly gaps: readonly Gap[] }) {
  const { t, render } = useTexts();
  if (!useCheckTexts()) return <Skeleton lines={2} />;
  return (
    <ul class="gap-list">
      {gaps.map((gap) => (
        <li key={gap.id}>
          <Disclosure
            summary={
              <span class="gap-title">
                <span class="gap-weight" data-weight={gap.weight}>
                  <Icon name={icons[gap.weight]} />
                  {t(`console.gaps.weight.${gap.weight}`)}
                </span>
                <span>{render(gap.title)}</span>
              </span>
            }
          >
            {() => (
              <dl class="facts">
                <dt>{t("console.gaps.why")}</dt>
                <dd>{render(gap.why)}</dd>
                <dt>{t("console.gaps.remedy")}</dt>
                <dd>{render(gap.remedy)}</dd>
              </dl>
            )}
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}
