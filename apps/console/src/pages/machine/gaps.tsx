import type { MachineView } from "@sekisho/release";
import { useResource } from "../../api/resource.ts";
import { useTexts } from "../../app/texts.ts";
import { Card } from "../../parts/card.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { GapList } from "../gaps/gap-list.tsx";
import { gapsOfMachine } from "../gaps/load.ts";

/** What even a good verdict of this machine does not rule out. */
export function Gaps({ view }: { readonly view: MachineView }) {
  const { t } = useTexts();
  const { machine, updatedAt } = view;
  const { data, problem, reload } = useResource({
    key: `gaps ${machine.id} ${updatedAt}`,
    load: async (signal) => ({ gaps: await gapsOfMachine(machine.id, signal) }),
  });
  return (
    <Card title={t("console.machine.gaps")} aside={<a href="/gaps">{t("console.machine.gaps.all")}</a>}>
      <div class="stack">
        <p class="soft">{t("console.machine.gaps.lead")}</p>
        {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
        {data === undefined && problem === undefined && <Skeleton lines={2} />}
        {data !== undefined && data.gaps === undefined && <p>{t("console.machine.gaps.waiting")}</p>}
        {data?.gaps !== undefined &&
          (data.gaps.length === 0 ? <p>{t("console.machine.gaps.none")}</p> : <GapList gaps={data.gaps} />)}
      </div>
    </Card>
  );
}
