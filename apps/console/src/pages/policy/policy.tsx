import { machineViewSchema, type MachineView, type SessionView } from "@sekisho/release";
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { useResource } from "../../api/resource.ts";
import { may } from "../../api/session.ts";
import type { PageProps } from "../../app/routes.ts";
import { useTexts } from "../../app/texts.ts";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import type { PolicyRoomProps } from "./room.tsx";

/** The policy of one machine, or a draft that belongs to none; with the editor, which is loaded when somebody comes here. */
export function PolicyPage({ parameters, session }: PageProps) {
  const id = parameters["machine"] ?? "";
  return id === "draft" ? <Draft /> : <OfMachine id={id} session={session} />;
}

function Draft() {
  const { t } = useTexts();
  return (
    <PageFrame
      title={t("console.policy.title.draft")}
      lead={t("console.policy.lead.draft")}
      above={<a href="/policies">{t("console.policy.back")}</a>}
    >
      <Room machine={undefined} policy={null} mayChange={false} reload={() => undefined} />
    </PageFrame>
  );
}

function OfMachine({ id, session }: { readonly id: string; readonly session: SessionView }) {
  const { t } = useTexts();
  const { data, problem, reload } = useResource({
    key: `machine ${id}`,
    load: (signal) => gate.get(`/v1/admin/machines/${encodeURIComponent(id)}`, machineViewSchema, signal),
  });
  // What is asked anew by itself, after a lost connection, must not take away what somebody is writing.
  const [shown, setShown] = useState<MachineView>();
  const wanted = useRef(true);
  useEffect(() => {
    if (data === undefined || !wanted.current) return;
    wanted.current = false;
    setShown(data);
  }, [data]);
  const loadAgain = (): void => {
    wanted.current = true;
    reload();
  };
  const machine = shown?.machine;
  const values = { machine: machine?.name ?? "…" };
  return (
    <PageFrame
      title={t("console.policy.title", values)}
      lead={t("console.policy.lead", values)}
      above={<a href="/policies">{t("console.policy.back")}</a>}
    >
      {problem !== undefined && <ProblemNotice problem={problem} again={loadAgain} />}
      {shown === undefined && problem === undefined && <Skeleton lines={8} />}
      {shown !== undefined && machine !== undefined && (
        // Another policy in force is another room: what was typed in the one before goes with it.
        <Room
          key={shown.updatedAt}
          machine={machine}
          policy={shown.policy}
          mayChange={may(session, "administrator")}
          reload={loadAgain}
        />
      )}
    </PageFrame>
  );
}

/** The editor and what it needs to know policies weigh more than the rest of the page together. */
function Room(props: PolicyRoomProps) {
  const [Loaded, setLoaded] = useState<ComponentType<PolicyRoomProps>>();
  useEffect(() => {
    void import("./room.tsx").then(({ PolicyRoom }) => setLoaded(() => PolicyRoom));
  }, []);
  return Loaded === undefined ? <Skeleton lines={12} /> : <Loaded {...props} />;
}
