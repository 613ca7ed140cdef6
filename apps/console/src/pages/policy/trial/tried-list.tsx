import type { TriedMachine } from "@sekisho/release";
import { useState } from "preact/hooks";
import { useTexts } from "../../../app/texts.ts";
import { Button } from "../../../parts/button.tsx";
import { StatusMark } from "../../../parts/status-mark.tsx";
import { TimeText } from "../../../parts/time-text.tsx";

const shownAtFirst = 20;

/** Machines that a draft would treat otherwise, each with the boot that shows it and the checks that decide. */
export function TriedList({ title, machines }: { readonly title: string; readonly machines: readonly TriedMachine[] }) {
  const { t } = useTexts();
  const [shown, setShown] = useState(shownAtFirst);
  return (
    <section class="trial-list" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {machines.slice(0, shown).map((machine) => (
          <Tried key={machine.machineId} machine={machine} />
        ))}
      </ul>
      {machines.length > shown && (
        <Button small onClick={() => setShown(shown + 100)}>
          {t("console.policy.trial.more", { count: machines.length - shown })}
        </Button>
      )}
    </section>
  );
}

function Tried({ machine }: { readonly machine: TriedMachine }) {
  const { t, render, rich } = useTexts();
  const out = machine.effect === "locked-out";
  const telling = machine.evidence.find(
    ({ before, after }) => (before.verdict === "accepted") === out && (after.verdict === "accepted") === !out,
  );
  const checks = out ? telling?.after.refusing : telling?.before.refusing;
  return (
    <li class="trial-machine">
      <p class="trial-machine-head">
        <StatusMark
          status={out ? "fail" : "unknown"}
          word={t(`console.policy.trial.effect.${machine.effect}`)}
          size="small"
        />
        <a href={`/machines/${machine.machineId}`}>{machine.name}</a>
        {telling !== undefined && (
          <span class="soft">
            {rich("console.policy.trial.boot", {
              number: <a href={`/requests/${telling.number}`}>{telling.number}</a>,
              when: <TimeText at={telling.at} />,
            })}
          </span>
        )}
      </p>
      <p class="soft">{t(out ? "console.policy.trial.because" : "console.policy.trial.instead")}</p>
      <ul class="trial-checks">
        {(checks ?? []).map((check) => (
          <li key={check.id}>
            {render(check.detail)}
            {isShort(check.expected) && isShort(check.actual) && (
              <span class="soft">
                {" "}
                {t("console.policy.trial.sides", { expected: check.expected ?? "", actual: check.actual ?? "" })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** Digests are told on the page of the request, not in a list. */
function isShort(side: string | null): boolean {
  return side !== null && side !== "" && side.length <= 48;
}
