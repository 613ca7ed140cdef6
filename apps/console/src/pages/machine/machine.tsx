import { isDisk, machineViewSchema, type MachineView } from "@sekisho/release";
import { gate } from "../../api/gate.ts";
import { useResource } from "../../api/resource.ts";
import { may } from "../../api/session.ts";
import type { PageProps } from "../../app/routes.ts";
import { cloudName } from "../../app/proper-names.ts";
import { useTexts } from "../../app/texts.ts";
import { ButtonLink } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Hex } from "../../parts/hex.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { Boots } from "./boots.tsx";
import { Gaps } from "./gaps.tsx";
import { Grants } from "./grants.tsx";
import { KnownBoots } from "./known-boots.tsx";
import "./machine.css";

/** One machine: its boots and what changed between them, what is known of it, and what stays open. */
export function MachinePage({ parameters, session }: PageProps) {
  const texts = useTexts();
  const { t } = texts;
  const id = parameters["id"] ?? "";
  const { data, problem, reload } = useResource({
    key: `machine ${id}`,
    load: (signal) => gate.get(`/v1/admin/machines/${encodeURIComponent(id)}`, machineViewSchema, signal),
    changedBy: ({ name }) => name === "machine",
  });
  const above = <a href="/machines">{t("console.machine.back")}</a>;
  if (data === undefined) {
    return (
      <PageFrame title={t("console.machines.title")} above={above}>
        {problem === undefined ? <Skeleton lines={8} /> : <ProblemNotice problem={problem} again={reload} />}
      </PageFrame>
    );
  }
  const { machine } = data;
  const what = [t(`console.technology.${machine.technology}`), t(`console.boot-kind.${machine.boot.kind}`)];
  if (machine.cloud !== undefined) what.push(cloudName(machine.cloud, texts));
  return (
    <PageFrame title={machine.name} above={above} lead={what.join(" · ")}>
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      <Boots machineId={machine.id} />
      <Gaps view={data} />
      <PolicyCard view={data} />
      <Grants machineId={machine.id} mayWithdraw={may(session, "approver")} />
      <KnownBoots machine={machine} />
      <About view={data} />
    </PageFrame>
  );
}

function PolicyCard({ view }: { readonly view: MachineView }) {
  const { t } = useTexts();
  return (
    <Card title={t("console.machine.policy")}>
      <div class="stack">
        <p>{t(view.policy === null ? "console.machine.policy.strict" : "console.machine.policy.own")}</p>
        <p>
          <ButtonLink to={`/policies/${view.machine.id}`}>{t("console.machine.policy.edit")}</ButtonLink>
        </p>
      </div>
    </Card>
  );
}

function About({ view }: { readonly view: MachineView }) {
  const { t } = useTexts();
  const { machine, headerDigest, createdAt, updatedAt } = view;
  const { vcpus, vcpuType } = machine.shape;
  return (
    <Card title={t("console.machine.about")}>
      <dl class="facts">
        <dt>{t("console.machine.mode")}</dt>
        <dd>{t(`console.machine.mode.${machine.releaseMode}`)}</dd>
        {isDisk(machine) && (
          <>
            <dt>{t("console.machine.tpm")}</dt>
            <dd>{t(`console.machine.tpm.${machine.vtpm.provider}`)}</dd>
          </>
        )}
        <dt>{t("console.machine.shape")}</dt>
        <dd>{t("console.machine.shape.text", { vcpus, type: vcpuType, memory: machine.memoryMiB })}</dd>
        <dt>{t("console.machine.header")}</dt>
        <dd>
          <Hex value={headerDigest} of={t("console.machine.header.of")} />
          <p class="soft">{t("console.machine.header.text")}</p>
        </dd>
        <dt>{t("console.machine.id")}</dt>
        <dd class="mono">{machine.id}</dd>
        <dt>{t("console.machine.log")}</dt>
        <dd>
          <a href={`/receipts?machine=${machine.id}`}>{t("console.machine.log.text")}</a>
        </dd>
        <dt>{t("console.machine.registered")}</dt>
        <dd>
          <TimeText at={createdAt} />
        </dd>
        <dt>{t("console.machine.changed")}</dt>
        <dd>
          <TimeText at={updatedAt} />
        </dd>
      </dl>
    </Card>
  );
}
