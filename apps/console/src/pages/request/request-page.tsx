import { requestDetailSchema, type RequestDetail, type RequestView } from "@sekisho/release";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { useResource } from "../../api/resource.ts";
import type { PageProps } from "../../app/routes.ts";
import { useTexts } from "../../app/texts.ts";
import { nameOfMachine } from "../../judge/standard.ts";
import { useLook } from "../../judge/use-look.ts";
import { ButtonLink } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Notice, ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { useNow } from "../../state/now.ts";
import { changesSince, type Seen } from "./changes.ts";
import { Decide } from "./decide/decide.tsx";
import { After } from "./after.tsx";
import { Details } from "./details/details.tsx";
import { Facts } from "./facts.tsx";
import { Chain } from "./graph/chain.tsx";
import { headlineOf } from "./headline.ts";
import { leadId, Top } from "./top.tsx";
import { Here } from "./here/here.tsx";
import { Gaps } from "./here/gaps.tsx";
import { Meanwhile } from "./meanwhile.tsx";
import { hasFault, ownLookOf } from "./own-look.ts";
import "./request.css";

/** One request: what it is, what can be done, and why. */
export function RequestPage({ parameters, session, configuration }: PageProps) {
  const number = parameters["number"] ?? "";
  const { t, render } = useTexts();
  const { data, problem, reload, replace } = useResource({
    key: `request ${number}`,
    load: (signal) => gate.get(`/v1/admin/requests/${encodeURIComponent(number)}`, requestDetailSchema, signal),
    changedBy: (event) => event.name === "request" && (event.number === undefined || `${event.number}` === number),
  });
  const above = <a href="/">← {t("console.request.back")}</a>;
  if (data === undefined) {
    if (problem === undefined) return <Waiting number={number} above={above} />;
    if (problem.id !== "gate.problem.requestUnknown" && problem.id !== "gate.problem.invalid") {
      return (
        <PageFrame title={t("console.request.eyebrow", { number })} above={above}>
          <ProblemNotice problem={problem} again={reload} />
        </PageFrame>
      );
    }
    return <Unknown number={number} above={above} />;
  }
  const acted = (view: RequestView) => {
    replace({ ...data, ...view });
    reload();
  };
  return (
    <PageFrame
      title={nameOfMachine(configuration, data) ?? t("console.request.machine-gone", { machineId: data.machineId })}
      above={above}
      lead={<Facts request={data} />}
      width="wide"
    >
      {problem !== undefined && (
        <Notice tone="warning" live="polite">
          <p>{t("console.request.not-shown", { problem: render(problem) })}</p>
        </Notice>
      )}
      <Loaded detail={data} session={session} configuration={configuration} onActed={acted} />
    </PageFrame>
  );
}

type LoadedProps = Pick<PageProps, "session" | "configuration"> & {
  readonly detail: RequestDetail;
  /** Somebody did something here, and this is what came of it. */
  readonly onActed: (view: RequestView) => void;
};

function Loaded({ detail, session, configuration, onActed }: LoadedProps) {
  const look = useLook(detail, configuration);
  const ownLook = ownLookOf(look);
  const now = useNow(5000);
  const [seen, setSeen] = useState<Seen>(detail);
  const [acts, setActs] = useState(0);
  const changes = changesSince(seen, detail);
  const found = look.kind === "looked" ? look.found : undefined;
  const situation = {
    request: detail,
    actor: session.actor,
    place: configuration.kind,
    origin: session.origin,
    look: ownLook,
    now: new Date(now),
  };
  const own = found && { sentence: found.headline, fault: hasFault(found.verdict) };
  const headline = headlineOf(detail, ownLook, own);
  // What the person did here is no news to that person.
  const done = (view: RequestView) => {
    setSeen(view);
    onActed(view);
    setActs((before) => before + 1);
  };
  // The form that had the focus is gone.
  useEffect(() => {
    if (acts > 0) document.getElementById(leadId)?.focus();
  }, [acts]);
  return (
    <>
      <Meanwhile changes={changes} onUnderstood={() => setSeen(detail)} />
      <div class="request-columns">
        <div class="request-top">
          <Top headline={headline} request={detail} />
        </div>
        <div class="request-side">
          <Decide situation={situation} detail={detail} found={found} onDone={done} />
          <After request={detail} session={session} sentence={headline.sentence} />
        </div>
        <div class="request-here">
          <Here look={look} request={detail} />
        </div>
      </div>
      <Chain found={found} looking={look.kind === "looking"} />
      {found?.verdict.verdict === "accepted" && <Gaps gaps={found.gaps} />}
      <Details request={detail} found={found} />
    </>
  );
}

type FrameProps = { readonly number: string; readonly above: ComponentChildren };

function Waiting({ number, above }: FrameProps) {
  const { t } = useTexts();
  return (
    <PageFrame title={t("console.request.eyebrow", { number })} above={above} width="wide">
      <Skeleton lines={8} />
    </PageFrame>
  );
}

function Unknown({ number, above }: FrameProps) {
  const { t } = useTexts();
  const title = t("console.request.unknown.title", { number });
  return (
    <PageFrame title={title} above={above}>
      <Empty title={title} actions={<ButtonLink to="/">{t("console.request.back")}</ButtonLink>}>
        <p>{t("console.request.unknown.text")}</p>
      </Empty>
    </PageFrame>
  );
}
