import { requestListSchema } from "@sekisho/release";
import { gate } from "../../api/gate.ts";
import { useResource } from "../../api/resource.ts";
import { useTexts } from "../../app/texts.ts";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";

/** The machines that ask, live. */
export function WaitingRoom() {
  const { t } = useTexts();
  const { data, problem, reload } = useResource({
    key: "requests",
    load: (signal) => gate.get("/v1/admin/requests", requestListSchema, signal),
    changedBy: ({ name }) => name === "request",
  });
  return (
    <PageFrame title={t("console.waiting.title")}>
      {problem !== undefined && <ProblemNotice problem={problem} again={reload} />}
      {data === undefined ? (
        problem === undefined && <Skeleton lines={5} />
      ) : (
        <ul class="stack">
          {data.requests.map(({ id, number, machineName }) => (
            <li key={id}>
              <a href={`/requests/${number}`}>{machineName ?? number}</a>
            </li>
          ))}
        </ul>
      )}
    </PageFrame>
  );
}
