import type { MachineSummary } from "@sekisho/release";
import { useMemo, useState } from "preact/hooks";
import { useTexts } from "../../app/texts.ts";
import { ButtonLink } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { chooseMachines, everything } from "../machines/filter.ts";
import { useMachineSummaries } from "../machines/summaries.ts";
import "./policies.css";

const rowHeight = 60;

/** Which machine is judged by which policy. */
export function Policies() {
  const { t } = useTexts();
  const { data, problem, reload } = useMachineSummaries(false);
  const actions = <ButtonLink to="/policies/draft">{t("console.policies.draft")}</ButtonLink>;
  return (
    <PageFrame title={t("console.policies.title")} lead={t("console.policies.lead")} actions={actions}>
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined && problem === undefined && <Skeleton lines={6} />}
      {data !== undefined && data.machines.length === 0 && <Empty title={t("console.policies.none")} />}
      {data !== undefined && data.machines.length > 0 && <List machines={data.machines} />}
    </PageFrame>
  );
}

const drawRow = (machine: MachineSummary) => <Row machine={machine} />;

function List({ machines }: { readonly machines: readonly MachineSummary[] }) {
  const { t } = useTexts();
  const [text, setText] = useState("");
  const chosen = useMemo(
    () =>
      chooseMachines(machines, { ...everything, text, order: "name" }).toSorted(
        (left, right) => Number(right.ownPolicy) - Number(left.ownPolicy),
      ),
    [machines, text],
  );
  const own = useMemo(() => machines.filter(({ ownPolicy }) => ownPolicy).length, [machines]);
  return (
    <>
      <div class="policies-find">
        <Field label={t("console.policies.find")} type="search" value={text} autoComplete="off" onInput={setText} />
        <p class="soft">{t("console.policies.count", { own, count: machines.length })}</p>
      </div>
      <div class="policies-list">
        <VirtualList items={chosen} rowHeight={rowHeight} keyOf={({ id }) => id} label={t("console.policies.list")}>
          {drawRow}
        </VirtualList>
      </div>
    </>
  );
}

function Row({ machine }: { readonly machine: MachineSummary }) {
  const { t } = useTexts();
  return (
    <a class="policies-row" href={`/policies/${machine.id}`}>
      <strong>{machine.name}</strong>
      <span class="policies-kind" data-own={machine.ownPolicy}>
        {t(machine.ownPolicy ? "console.policies.own" : "console.policies.strict")}
      </span>
      <Icon name="next" />
    </a>
  );
}
