import { useMemo } from "preact/hooks";
import { useResource } from "../../api/resource.ts";
import { cloudName } from "../../app/proper-names.ts";
import { useTexts } from "../../app/texts.ts";
import { Card } from "../../parts/card.tsx";
import { Empty } from "../../parts/empty.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { GapList } from "./gap-list.tsx";
import { useMachineSummaries } from "../machines/summaries.ts";
import { kindsOf, type Kind } from "./group.ts";
import { gapsOfMachine } from "./load.ts";

/** More kinds than anybody has; each costs a look at one machine's evidence. */
const mostKinds = 20;

/** What verdicts leave open, by cloud and kind of machine. */
export function GapsPage() {
  const { t } = useTexts();
  const { data, problem, reload } = useMachineSummaries(false);
  const kinds = useMemo(() => kindsOf(data?.machines ?? []), [data]);
  const rest = kinds.length - mostKinds;
  return (
    <PageFrame title={t("console.gaps.title")} lead={t("console.gaps.lead")}>
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined && problem === undefined && <Skeleton lines={6} />}
      {data !== undefined && kinds.length === 0 && <Empty title={t("console.gaps.empty")} />}
      {kinds.slice(0, mostKinds).map((kind) => (
        <KindCard key={JSON.stringify([kind.cloud, kind.technology, kind.bootKind])} kind={kind} />
      ))}
      {rest > 0 && <p class="soft">{t("console.gaps.rest", { count: rest })}</p>}
    </PageFrame>
  );
}

function KindCard({ kind }: { readonly kind: Kind }) {
  const texts = useTexts();
  const { t, rich } = texts;
  const { cloud, technology, bootKind, count, sample } = kind;
  const { data, problem, reload } = useResource({
    key: `gaps ${sample.id} ${sample.newest?.number ?? ""}`,
    load: async (signal) => ({ gaps: sample.newest === null ? undefined : await gapsOfMachine(sample.id, signal) }),
  });
  const title = t("console.gaps.group", {
    cloud: cloud === null ? t("console.gaps.cloud.none") : cloudName(cloud, texts),
    technology: t(`console.technology.${technology}`),
    boot: t(`console.boot-kind.${bootKind}`),
  });
  return (
    <Card title={title} aside={<span class="soft number">{t("console.gaps.machines", { count })}</span>}>
      <div class="stack">
        {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
        {data === undefined && problem === undefined && <Skeleton lines={2} />}
        {data !== undefined && data.gaps === undefined && <p class="soft">{t("console.gaps.waiting")}</p>}
        {data?.gaps !== undefined && (
          <>
            {data.gaps.length === 0 ? <p>{t("console.gaps.none")}</p> : <GapList gaps={data.gaps} />}
            <p class="soft">
              {rich("console.gaps.from", { machine: <a href={`/machines/${sample.id}`}>{sample.name}</a> })}
            </p>
          </>
        )}
      </div>
    </Card>
  );
}
