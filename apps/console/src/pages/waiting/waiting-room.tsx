import { requestListSchema, type RequestView } from "@sekisho/release";
import { useEffect, useRef, useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { useResource } from "../../api/resource.ts";
import type { PageProps } from "../../app/routes.ts";
import { useCheckWords } from "../../app/check-texts.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Asking } from "./asking.tsx";
import { EndedList } from "./ended.tsx";
import { arrivals, grouped } from "./groups.ts";
import { FirstSteps, NothingWaits } from "./quiet.tsx";
import type { Headline } from "./words.ts";
import "./waiting.css";

const pageLength = 50;
const longest = 500;

/** The machines that ask for their keys, live: those that this person can decide first. */
export function WaitingRoom({ session, configuration }: PageProps) {
  const { t } = useTexts();
  const [limit, setLimit] = useState(pageLength);
  const { data, problem, loading, reload } = useResource({
    key: "requests",
    load: (signal) => gate.get(`/v1/admin/requests?limit=${limit}`, requestListSchema, signal),
    changedBy: ({ name }) => name === "request",
  });
  useEffect(() => {
    if (limit > pageLength) reload();
  }, [limit, reload]);
  const words = useCheckWords(data?.requests.some(({ state }) => state === "refused") === true);
  const headline: Headline | undefined =
    words && ((verdict, name) => words.headline(verdict, { subject: { name, technology: "sev-snp", lab: false } }));
  const requests = data?.requests ?? [];
  const groups = grouped(requests, session.actor);
  const count = groups.yours.length;
  const more = requests.length === limit && limit < longest;
  return (
    <PageFrame
      title={t("console.waiting.title")}
      count={count}
      lead={data && requests.length > 0 ? t(leadOf(count), { count }) : undefined}
    >
      {configuration.kind === "own-device" && requests.length > 0 && (
        <p class="soft">{t("console.waiting.gateSays")}</p>
      )}
      <Announcements requests={data?.requests} />
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined && problem === undefined && <Skeleton lines={6} />}
      {data !== undefined && requests.length === 0 && <FirstSteps />}
      {requests.length > 0 && count + groups["under-way"].length === 0 && <NothingWaits />}
      {count > 0 && (
        <section class="stack" aria-labelledby="yours">
          <h2 id="yours" class="unseen">
            {t("console.waiting.yours")}
          </h2>
          {groups.yours.map((request) => (
            <Asking key={request.id} request={request} headline={headline} yours />
          ))}
        </section>
      )}
      {groups["under-way"].length > 0 && (
        <section class="stack" aria-labelledby="under-way">
          <h2 id="under-way">{t("console.waiting.underWay")}</h2>
          {groups["under-way"].map((request) => (
            <Asking key={request.id} request={request} headline={headline} yours={false} />
          ))}
        </section>
      )}
      {groups.ended.length > 0 && (
        <section class="stack" aria-labelledby="ended">
          <h2 id="ended">{t("console.waiting.ended")}</h2>
          <EndedList requests={groups.ended} headline={headline} />
          {more && (
            <p class="waiting-more">
              <Button busy={loading} onClick={() => setLimit(Math.min(longest, limit + 100))}>
                {t("console.waiting.more")}
              </Button>
            </p>
          )}
        </section>
      )}
    </PageFrame>
  );
}

function leadOf(count: number): "console.waiting.lead.none" | "console.waiting.lead.one" | "console.waiting.lead.many" {
  if (count === 0) return "console.waiting.lead.none";
  return count === 1 ? "console.waiting.lead.one" : "console.waiting.lead.many";
}

/** Says aloud that a machine has come, for who can't see it appear. */
function Announcements({ requests }: { readonly requests: readonly RequestView[] | undefined }) {
  const { t } = useTexts();
  const before = useRef<readonly RequestView[]>(undefined);
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (requests === undefined) return;
    const news = arrivals(before.current, requests);
    before.current = requests;
    if (news.length === 0) return;
    const texts = news.map(({ machineName, number }) =>
      t("console.waiting.arrived", { machine: machineName ?? "?", number }),
    );
    setSaid(texts.join(" "));
  }, [requests, t]);
  return (
    <p class="unseen" role="status">
      {said}
    </p>
  );
}
