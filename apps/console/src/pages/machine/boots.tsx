import { machineBootListSchema, type BootRecord, type MachineBoot } from "@sekisho/release";
import { useMemo, useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { useResource } from "../../api/resource.ts";
import { useCheckTexts } from "../../app/check-texts.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Disclosure } from "../../parts/disclosure.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Hex } from "../../parts/hex.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { StatusMark, type Status } from "../../parts/status-mark.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { timelineOf, type TimelineEntry } from "./timeline.ts";
import type { Message } from "@sekisho/messages";

const perPage = 20;
const mostReasons = 3;

const marks: Readonly<Record<MachineBoot["state"], Status>> = {
  activating: "waiting",
  waiting: "waiting",
  decided: "waiting",
  released: "pass",
  refused: "fail",
  denied: "fail",
  expired: "unknown",
};

/** The boots of a machine as a line through time, the newest first. */
export function Boots({ machineId }: { readonly machineId: string }) {
  const { t } = useTexts();
  const path = `/v1/admin/machines/${machineId}/boots?limit=${perPage}`;
  const { data, problem, reload } = useResource({
    key: path,
    load: (signal) => gate.get(path, machineBootListSchema, signal),
    changedBy: ({ name }) => name === "request",
  });
  const [older, setOlder] = useState<{ readonly boots: readonly MachineBoot[]; readonly next: number | null }>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Message>();
  const entries = useMemo(() => timelineOf([...(data?.boots ?? []), ...(older?.boots ?? [])]), [data, older]);
  const next = older === undefined ? (data?.next ?? null) : older.next;
  const more = async (): Promise<void> => {
    setBusy(true);
    setFailed(undefined);
    try {
      const page = await gate.get(`${path}&before=${next ?? ""}`, machineBootListSchema);
      setOlder((before) => ({ boots: [...(before?.boots ?? []), ...page.boots], next: page.next }));
    } catch (error) {
      setFailed(asCallError(error).problem);
    }
    setBusy(false);
  };
  return (
    <Card title={t("console.machine.boots")}>
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined && problem === undefined && <Skeleton lines={4} />}
      {data !== undefined && entries.length === 0 && (
        <Empty title={t("console.machine.boots.none")}>{t("console.machine.boots.none.text")}</Empty>
      )}
      <ol class="timeline">
        {entries.map((entry) => (
          <Entry key={entry.boot.number} entry={entry} />
        ))}
      </ol>
      {failed !== undefined && <ProblemNotice problem={failed} />}
      {next !== null && (
        <Button busy={busy} onClick={() => void more()}>
          {t(busy ? "console.machine.boots.busy" : "console.machine.boots.older")}
        </Button>
      )}
    </Card>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const { t } = useTexts();
  const { boot } = entry;
  const { facts } = boot;
  return (
    <li class="timeline-entry" data-status={marks[boot.state]}>
      <p class="timeline-head">
        <StatusMark status={marks[boot.state]} word={t(`console.machine.state.${boot.state}`)} />
        <a href={`/requests/${boot.number}`}>{t("console.machine.request", { number: boot.number })}</a>
        <span class="soft">
          <TimeText at={boot.at} />
        </span>
      </p>
      {boot.state === "refused" || boot.state === "denied" ? <Refusal boot={boot} /> : <Changes entry={entry} />}
      {facts !== null && boot.verdict === "accepted" && (
        <Disclosure summary={<BootLine facts={facts} />}>{() => <Facts facts={facts} />}</Disclosure>
      )}
    </li>
  );
}

function Refusal({ boot }: { readonly boot: MachineBoot }) {
  const { t, render } = useTexts();
  // Without their texts, reasons would be shown by their identifiers.
  const there = useCheckTexts();
  // Several checks can say the same of one thing.
  const all = [...new Set(boot.refusing.map(({ detail }) => render(detail)))];
  const [told, others] = [all.slice(0, mostReasons), all.length - mostReasons];
  return (
    <div class="timeline-why">
      {!there && <Skeleton lines={1} />}
      {there && boot.reason !== null && <p>{render(boot.reason)}</p>}
      {there && told.map((text) => <p key={text}>{text}</p>)}
      {others > 0 && <p class="soft">{t("console.machine.more", { count: others })}</p>}
      {!boot.proven && <p class="soft">{t("console.machine.unproven")}</p>}
    </div>
  );
}

function Changes({ entry }: { readonly entry: TimelineEntry }) {
  const { t, render } = useTexts();
  const { since, changes, boot } = entry;
  if (since === null) {
    return boot.verdict === "accepted" ? <p class="soft">{t("console.machine.first")}</p> : null;
  }
  if (changes.length === 0) return <p class="soft">{t("console.machine.same")}</p>;
  return (
    <div class="timeline-changes">
      <p class="soft">{t("console.machine.changes", { number: since })}</p>
      <ul>
        {changes.map((change) => (
          <li key={change.message.id + JSON.stringify(change.message.values)} data-lowered={change.lowered}>
            <Icon name={change.lowered ? "warning" : "next"} />
            <span>{render(change.message)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A boot in a few words. */
function BootLine({ facts }: { readonly facts: BootRecord }) {
  const { t } = useTexts();
  const { kernel, firmware, knownAs } = facts;
  const parts = [
    ...(kernel === null ? knownAs.slice(0, 1) : [`${t("console.machine.kernel")} ${kernel.version}`]),
    ...(firmware === null ? [] : [`${t("console.machine.firmware")} ${firmware.version}`]),
  ];
  return <>{parts.length === 0 ? t("console.machine.details") : parts.join(" · ")}</>;
}

function Facts({ facts }: { readonly facts: BootRecord }) {
  const { t } = useTexts();
  const { launchDigest, commandLine, tcb, platformFirmware, chip, registers, policy } = facts;
  return (
    <dl class="facts timeline-facts">
      {commandLine !== null && (
        <>
          <dt>{t("console.machine.commandLine")}</dt>
          <dd class="mono">{commandLine}</dd>
        </>
      )}
      {launchDigest !== null && (
        <>
          <dt>{t("console.machine.digest")}</dt>
          <dd>
            <Hex value={launchDigest} of={t("console.machine.digest")} />
          </dd>
        </>
      )}
      {tcb.length > 0 && (
        <>
          <dt>{t("console.machine.tcb")}</dt>
          <dd class="number">{tcb.map(({ part, version }) => `${part} ${version}`).join(", ")}</dd>
        </>
      )}
      {platformFirmware !== null && (
        <>
          <dt>{t("console.machine.platform")}</dt>
          <dd class="number">{platformFirmware}</dd>
        </>
      )}
      {chip !== null && (
        <>
          <dt>{t("console.machine.chip")}</dt>
          <dd>
            <Hex value={chip} of={t("console.machine.chip")} />
          </dd>
        </>
      )}
      {registers !== null && (
        <>
          <dt>{t("console.machine.registers")}</dt>
          <dd class="timeline-registers">
            {Object.entries(registers.values).map(([number, value]) => {
              const name = `${registers.kind === "pcr" ? "PCR" : "RTMR"} ${number}`;
              return (
                <p key={number}>
                  <span class="soft number">{name}</span> <Hex value={value} of={name} digits={8} />
                </p>
              );
            })}
          </dd>
        </>
      )}
      <dt>{t("console.machine.judgedBy")}</dt>
      <dd>{policy ?? "–"}</dd>
    </dl>
  );
}
