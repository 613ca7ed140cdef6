import { grantListSchema, type GrantView } from "@sekisho/release";
import type { Message } from "@sekisho/messages";
import { useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { useResource } from "../../api/resource.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { TimeText } from "../../parts/time-text.tsx";

/** Boots of this machine that people approved ahead; nothing where there are none. */
export function Grants({ machineId, mayWithdraw }: { readonly machineId: string; readonly mayWithdraw: boolean }) {
  const { t } = useTexts();
  const path = `/v1/admin/grants?machine=${machineId}`;
  const { data, reload } = useResource({
    key: path,
    load: (signal) => gate.get(path, grantListSchema, signal),
    changedBy: ({ name }) => name === "request" || name === "log",
  });
  const valid = data?.grants.filter(({ ended }) => ended === null) ?? [];
  if (valid.length === 0) return null;
  return (
    <Card title={t("console.machine.grants")}>
      <p class="soft">{t("console.machine.grants.text")}</p>
      <ul class="known-boots">
        {valid.map((grant) => (
          <Grant key={grant.id} grant={grant} mayWithdraw={mayWithdraw} done={reload} />
        ))}
      </ul>
    </Card>
  );
}

type GrantProps = { readonly grant: GrantView; readonly mayWithdraw: boolean; readonly done: () => void };

function Grant({ grant, mayWithdraw, done }: GrantProps) {
  const { t } = useTexts();
  const [problem, setProblem] = useState<Message>();
  const withdraw = async (): Promise<void> => {
    try {
      await gate.remove(`/v1/admin/grants/${grant.id}`);
      done();
    } catch (error) {
      setProblem(asCallError(error).problem);
    }
  };
  const names = grant.approvals.map(({ account }) => account).join(", ");
  return (
    <li class="grant">
      <div>
        <strong>
          {grant.remaining !== null && t("console.machine.grants.boots", { count: grant.remaining })}
          {grant.until !== null && (
            <>
              {t("console.machine.grants.until")} <TimeText at={grant.until} />
            </>
          )}
        </strong>
        <p class="soft">{t("console.machine.grants.by", { names, number: grant.number })}</p>
        {problem !== undefined && <ProblemNotice problem={problem} />}
      </div>
      {mayWithdraw && (
        <Button kind="danger" small onClick={() => void withdraw()}>
          {t("console.machine.grants.withdraw")}
        </Button>
      )}
    </li>
  );
}
