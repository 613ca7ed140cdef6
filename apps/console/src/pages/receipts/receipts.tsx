import type { Message } from "@sekisho/messages";
import { logEntrySchema, logPageSchema, type LogEntryKind, type LogEntryView } from "@sekisho/release/log";
import { useState } from "preact/hooks";
import type { Configuration } from "../../api/configuration.ts";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { useResource } from "../../api/resource.ts";
import type { PageProps } from "../../app/routes.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Select } from "../../parts/field.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { SaveFile } from "../../parts/save-file.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { EntryList } from "./entry-list.tsx";
import { LogFindings } from "./findings.tsx";
import { useNames } from "./names.ts";
import { proveLog } from "./prove.ts";
import { logSource, ownGate } from "./source.ts";
import "./receipts.css";

const perPage = 50;
const kinds = logEntrySchema.options.map(({ shape }) => shape.kind.value);

/** What the gate's log tells, and whether the log is whole. */
export function Receipts({ configuration, place }: PageProps) {
  const { t } = useTexts();
  const actions = (
    <SaveFile path="/v1/admin/audit" name="sekisho-audit.jsonl" type="application/x-ndjson">
      {t("console.receipts.audit")}
    </SaveFile>
  );
  return (
    <PageFrame title={t("console.receipts.title")} lead={t("console.receipts.lead")} actions={actions}>
      <LogState configuration={configuration} />
      <Entries machineId={place.query.get("machine") ?? undefined} />
    </PageFrame>
  );
}

function LogState({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTexts();
  const { data, problem, reload } = useResource({
    key: "log",
    load: async (signal) => proveLog(await logSource(configuration, signal)),
    changedBy: ({ name }) => name === "log",
  });
  const size = data?.checkpoint?.size;
  const aside = size === undefined ? undefined : <span class="soft">{t("console.receipts.size", { size })}</span>;
  return (
    <Card title={t("console.receipts.proof")} aside={aside}>
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined && problem === undefined && <p class="soft">{t("console.receipts.checking")}</p>}
      {data !== undefined && (
        <ul class="receipt-steps">
          <LogFindings finding={data} own={ownGate(configuration) !== undefined} />
        </ul>
      )}
    </Card>
  );
}

function Entries({ machineId }: { readonly machineId: string | undefined }) {
  const { t } = useTexts();
  const names = useNames();
  const [kind, setKind] = useState<LogEntryKind | "">("");
  const path = `/v1/admin/log/entries?limit=${perPage}${kind === "" ? "" : `&kind=${kind}`}${machineId === undefined ? "" : `&machine=${encodeURIComponent(machineId)}`}`;
  const { data, problem, reload } = useResource({
    key: path,
    load: (signal) => gate.get(path, logPageSchema, signal),
    changedBy: ({ name }) => name === "log",
  });
  return (
    <section class="stack" aria-label={t("console.receipts.list")}>
      {machineId !== undefined && (
        <p>
          {t("console.receipts.about", { machine: names.machine(machineId) })}{" "}
          <a href="/receipts">{t("console.receipts.about.all")}</a>
        </p>
      )}
      <div class="receipt-filter">
        <Select
          label={t("console.receipts.kind")}
          value={kind}
          onInput={setKind}
          options={[
            { value: "" as const, text: t("console.receipts.kind.all") },
            ...kinds.map((one) => ({ value: one, text: t(`console.receipts.kind.${one}`) })),
          ]}
        />
      </div>
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined && problem === undefined && <Skeleton lines={6} />}
      {data !== undefined && data.entries.length === 0 && (
        <Empty title={t(kind === "" ? "console.receipts.none" : "console.receipts.none.kind")} />
      )}
      {data !== undefined && data.entries.length > 0 && <Pages key={path} path={path} newest={data.entries} />}
    </section>
  );
}

/** The newest entries, and older ones on demand. New ones push those before down, and none is shown twice. */
function Pages({ path, newest }: { readonly path: string; readonly newest: readonly LogEntryView[] }) {
  const { t } = useTexts();
  const [older, setOlder] = useState<readonly LogEntryView[]>([]);
  const [problem, setProblem] = useState<Message>();
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(newest.length < perPage);
  const all = [...new Map([...newest, ...older].map((view) => [view.index, view])).values()];
  const more = async (): Promise<void> => {
    setBusy(true);
    try {
      const { entries } = await gate.get(`${path}&before=${all.at(-1)?.index ?? 0}`, logPageSchema);
      setOlder([...older, ...entries]);
      setOver(entries.length < perPage);
      setProblem(undefined);
    } catch (error) {
      setProblem(asCallError(error).problem);
    }
    setBusy(false);
  };
  return (
    <>
      <EntryList entries={all} />
      {problem !== undefined && <ProblemNotice problem={problem} />}
      {!over && (
        <div>
          <Button busy={busy} onClick={() => void more()}>
            {t("console.receipts.older")}
          </Button>
        </div>
      )}
    </>
  );
}
