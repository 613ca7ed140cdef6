import type { MachineSummary } from "@sekisho/release";
import { useMemo } from "preact/hooks";
import { cloudName } from "../../app/proper-names.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Field, Select } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { VirtualList } from "../../parts/virtual-list.tsx";
import { createStore } from "../../state/store.ts";
import { useStore } from "../../state/use-store.ts";
import { chooseMachines, everything, orders, valuesOf, type Wish } from "./filter.ts";
import { MachineRow, useRowHeight } from "./machine-row.tsx";
import { standings } from "./standing.ts";
import { useMachineSummaries } from "./summaries.ts";
import "./machines.css";

/** Kept while the page is open, so that whoever comes back from a machine finds the list as it was. */
const wishes = createStore<Wish>(everything);

/** All machines, however many. */
export function Machines() {
  const { t } = useTexts();
  const { data, problem, reload } = useMachineSummaries(true);
  const lead = data === undefined ? undefined : t("console.machines.lead", { count: data.machines.length });
  return (
    <PageFrame title={t("console.machines.title")} lead={lead} width="wide">
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined ? problem === undefined && <Skeleton lines={8} /> : <List machines={data.machines} />}
    </PageFrame>
  );
}

const drawRow = (machine: MachineSummary) => <MachineRow machine={machine} />;

function List({ machines }: { readonly machines: readonly MachineSummary[] }) {
  const { t } = useTexts();
  const wish = useStore(wishes);
  const rowHeight = useRowHeight();
  const chosen = useMemo(() => chooseMachines(machines, wish), [machines, wish]);
  if (machines.length === 0) {
    return (
      <Empty title={t("console.machines.none")}>
        <p>{t("console.machines.none.text")}</p>
        <p>
          <code>sekisho machine add machine.json</code>
        </p>
      </Empty>
    );
  }
  return (
    <>
      <Filter machines={machines} wish={wish} />
      <p class="machines-count soft number" role="status">
        {t("console.machines.shown", { shown: chosen.length, count: machines.length })}
      </p>
      {chosen.length === 0 ? (
        <Empty
          title={t("console.machines.none.found")}
          actions={<Button onClick={() => wishes.set(everything)}>{t("console.machines.none.reset")}</Button>}
        />
      ) : (
        <div class="machines-list">
          <VirtualList items={chosen} rowHeight={rowHeight} keyOf={({ id }) => id} label={t("console.machines.list")}>
            {drawRow}
          </VirtualList>
        </div>
      )}
    </>
  );
}

function Filter({ machines, wish }: { readonly machines: readonly MachineSummary[]; readonly wish: Wish }) {
  const texts = useTexts();
  const { t } = texts;
  const change = (part: Partial<Wish>): void => wishes.set({ ...wishes.get(), ...part });
  const any = { value: "", text: t("console.machines.any") } as const;
  const technologies = useMemo(() => valuesOf(machines, "technology"), [machines]);
  const clouds = useMemo(() => valuesOf(machines, "cloud"), [machines]);
  return (
    <search class="machines-filter">
      <Field
        label={t("console.machines.find")}
        type="search"
        value={wish.text}
        autoComplete="off"
        spellcheck={false}
        onInput={(text) => change({ text })}
      />
      <Select
        label={t("console.machines.standing")}
        value={wish.standing}
        onInput={(standing) => change({ standing })}
        options={[any, ...standings.map((one) => ({ value: one, text: t(`console.machines.standing.${one}`) }))]}
      />
      <Select
        label={t("console.machines.technology")}
        value={wish.technology}
        onInput={(technology) => change({ technology })}
        options={[any, ...technologies.map((one) => ({ value: one, text: t(`console.technology.${one}`) }))]}
      />
      <Select
        label={t("console.machines.cloud")}
        value={wish.cloud ?? "-"}
        onInput={(cloud) => change({ cloud: cloud === "-" ? null : cloud })}
        options={[
          any,
          ...clouds.map((one) => ({
            value: one ?? "-",
            text: one === null ? t("console.machines.cloud.none") : cloudName(one, texts),
          })),
        ]}
      />
      <Select
        label={t("console.machines.sort")}
        value={wish.order}
        onInput={(order) => change({ order })}
        options={orders.map((one) => ({ value: one, text: t(`console.machines.sort.${one}`) }))}
      />
    </search>
  );
}
