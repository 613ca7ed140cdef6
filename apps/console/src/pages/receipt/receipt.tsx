import { canonicalJson, logPageSchema, type Json, type LogEntry } from "@sekisho/release/log";
import type { Configuration } from "../../api/configuration.ts";
import { gate } from "../../api/gate.ts";
import { useResource } from "../../api/resource.ts";
import type { PageProps } from "../../app/routes.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Disclosure } from "../../parts/disclosure.tsx";
import { Hex } from "../../parts/hex.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { SaveFile } from "../../parts/save-file.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { LogFindings, Step } from "../receipts/findings.tsx";
import { useNames } from "../receipts/names.ts";
import { proveEntry, type EntryFinding } from "../receipts/prove.ts";
import { sentenceOf } from "../receipts/sentence.ts";
import { logSource, ownGate } from "../receipts/source.ts";
import { fieldsOf } from "./fields.ts";
import "../receipts/receipts.css";

/** One entry of the log, and the proof that it stands there, computed in this browser. */
export function ReceiptPage({ parameters, configuration }: PageProps) {
  const { t, render } = useTexts();
  const names = useNames();
  const index = Number(parameters["index"]);
  const { data, problem, reload } = useResource({
    key: `log entry ${index}`,
    load: async (signal) => {
      const page = await gate.get(`/v1/admin/log/entries?before=${index + 1}&limit=1`, logPageSchema, signal);
      return page.entries.find((view) => view.index === index)?.entry ?? null;
    },
  });
  const above = <a href="/receipts">{t("console.receipts.back")}</a>;
  const title = t("console.receipts.entry", { index: Number.isNaN(index) ? "–" : index });
  if (data === undefined || data === null) {
    return (
      <PageFrame title={title} above={above}>
        {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
        {data === undefined && problem === undefined && <Skeleton lines={6} />}
        {data === null && <p>{t("console.receipts.none")}</p>}
      </PageFrame>
    );
  }
  return (
    <PageFrame title={title} above={above} lead={render(sentenceOf(data, names))}>
      <Proof index={index} entry={data} configuration={configuration} />
      {data.kind === "release" && <ReceiptFile entry={data} />}
      <Fields entry={data} />
    </PageFrame>
  );
}

type ProofProps = { readonly index: number; readonly entry: LogEntry; readonly configuration: Configuration };

function Proof({ index, entry, configuration }: ProofProps) {
  const { t } = useTexts();
  const { data, problem, loading, reload } = useResource({
    key: `proof ${index}`,
    load: async (signal) => proveEntry(await logSource(configuration, signal), index, entry),
  });
  const aside = (
    <Button small kind="quiet" busy={loading} onClick={reload}>
      {t("console.receipts.again")}
    </Button>
  );
  return (
    <Card title={t("console.receipts.proof")} aside={aside} tone={data?.inclusion === "fails" ? "fail" : "plain"}>
      <div class="stack">
        <p class="soft">{t("console.receipts.proof.lead")}</p>
        {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
        {data === undefined && problem === undefined && <p class="soft">{t("console.receipts.checking")}</p>}
        {data !== undefined && (
          <>
            <ul class="receipt-steps" aria-live="polite">
              {data.inclusion !== undefined && <Inclusion inclusion={data.inclusion} index={index} />}
              <LogFindings finding={data.log} own={ownGate(configuration) !== undefined} />
            </ul>
            <Path finding={data} />
          </>
        )}
      </div>
    </Card>
  );
}

type InclusionProps = { readonly inclusion: NonNullable<EntryFinding["inclusion"]>; readonly index: number };

function Inclusion({ inclusion, index }: InclusionProps) {
  const { t } = useTexts();
  const status = inclusion === "holds" ? "pass" : inclusion === "fails" ? "fail" : "unknown";
  return <Step status={status} text={t(`console.receipts.inclusion.${inclusion}`, { index })} />;
}

/** The hashes from the entry up to the root. */
function Path({ finding }: { readonly finding: EntryFinding }) {
  const { t } = useTexts();
  const { proof, leafHash } = finding;
  if (proof === undefined || leafHash === undefined) return null;
  return (
    <Disclosure summary={t("console.receipts.hashes", { count: proof.length })}>
      {() => (
        <ol class="receipt-path">
          <li>
            {t("console.receipts.leaf")}: <Hex value={leafHash} of={t("console.receipts.leaf")} />
          </li>
          {proof.map((hash, level) => (
            <li key={hash}>
              <span class="soft number">{level}</span> <Hex value={hash} of={`${level}`} />
            </li>
          ))}
        </ol>
      )}
    </Disclosure>
  );
}

function ReceiptFile({ entry }: { readonly entry: Extract<LogEntry, { kind: "release" }> }) {
  const { t } = useTexts();
  const name = `sekisho-receipt-${entry.number}.json`;
  const path = `/v1/admin/requests/${entry.request}/receipt`;
  return (
    <Card title={t("console.receipts.file")}>
      <div class="stack">
        <p>{t("console.receipts.file.text")}</p>
        <div>
          <SaveFile kind="primary" path={path} name={name} type="application/json">
            {t("console.receipts.file.save")}
          </SaveFile>
        </div>
        <p class="soft">{t("console.receipts.file.verify")}</p>
        <p>
          <code>sekisho receipt verify {name} --machine machine.json</code>
        </p>
      </div>
    </Card>
  );
}

function Fields({ entry }: { readonly entry: LogEntry }) {
  const { t } = useTexts();
  const names = useNames();
  return (
    <Card title={t("console.receipts.fields")}>
      <dl class="facts">
        <dt>{t("console.receipts.time")}</dt>
        <dd>
          <TimeText at={entry.time} />
        </dd>
        <dt>{t("console.receipts.by")}</dt>
        <dd>{names.actor(entry.actor)}</dd>
        {"machineId" in entry && (
          <>
            <dt>{t("console.receipts.machine")}</dt>
            <dd>
              <a href={`/machines/${entry.machineId}`}>{names.machine(entry.machineId)}</a>
            </dd>
          </>
        )}
        {"number" in entry && (
          <>
            <dt>{t("console.receipts.request")}</dt>
            <dd>
              <a href={`/requests/${entry.number}`}>{entry.number}</a>
            </dd>
          </>
        )}
        {fieldsOf(entry).map((field) => (
          <Field key={field.name} name={field.name} text={field.text} digest={field.digest} />
        ))}
      </dl>
      <Disclosure summary={t("console.receipts.raw")}>
        {() => <pre class="receipt-raw mono">{canonicalJson(entry as unknown as Json)}</pre>}
      </Disclosure>
    </Card>
  );
}

type FieldProps = { readonly name: string; readonly text: string; readonly digest: boolean };

function Field({ name, text, digest }: FieldProps) {
  return (
    <>
      <dt class="mono">{name}</dt>
      <dd>{digest ? <Hex value={text} of={name} /> : <span class="mono">{text}</span>}</dd>
    </>
  );
}
