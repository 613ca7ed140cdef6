import type { MachineSummary } from "@sekisho/release";
import { useEffect, useState } from "preact/hooks";
import { cloudName } from "../../app/proper-names.ts";
import { useTexts } from "../../app/texts.ts";
import { Icon } from "../../parts/icon.tsx";
import { StatusMark } from "../../parts/status-mark.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { markOf, standingOf } from "./standing.ts";

const wide = "(width >= 900px)";
const heights = { wide: 64, narrow: 120 } as const;

/** How high a row is, as its style sheet has it. */
export function useRowHeight(): number {
  const [isWide, setWide] = useState(() => matchMedia(wide).matches);
  useEffect(() => {
    const query = matchMedia(wide);
    const update = (): void => setWide(query.matches);
    query.addEventListener("change", update);
    return () => query.removeEventListener("change", update);
  }, []);
  return isWide ? heights.wide : heights.narrow;
}

/** One machine: what it is, and how it fared the last time. The whole row leads to its page. */
export function MachineRow({ machine }: { readonly machine: MachineSummary }) {
  const texts = useTexts();
  const { t } = texts;
  const { id, name, technology, cloud, bootKind, releaseMode, boots, newest } = machine;
  const standing = standingOf(machine);
  const what = [t(`console.technology.${technology}`), ...(cloud === null ? [] : [cloudName(cloud, texts)])];
  return (
    <a class="machine-row" href={`/machines/${id}`}>
      <span class="machine-row-name">
        <strong>{name}</strong>
        <span class="machine-row-what soft">
          {what.join(" · ")} · {t(`console.boot-kind.${bootKind}`)}
        </span>
      </span>
      <span class="machine-row-mode soft">{t(`console.machines.mode.${releaseMode}`)}</span>
      <span class="machine-row-boots soft number">
        {boots === 0 ? t("console.machines.boots.none") : t("console.machines.boots", { count: boots })}
      </span>
      <span class="machine-row-standing">
        <StatusMark status={markOf[standing]} word={t(`console.machines.standing.${standing}`)} />
        {newest !== null && (
          <span class="machine-row-when soft">
            <TimeText at={newest.at} relative />
            {!newest.proven && <> · {t("console.machines.unproven")}</>}
          </span>
        )}
      </span>
      <Icon name="next" />
    </a>
  );
}
