import type { Message } from "@sekisho/messages";
import { policyTrialResultSchema, type TriedMachine } from "@sekisho/release";
import { useEffect, useRef, useState } from "preact/hooks";
import { gate } from "../../../api/gate.ts";
import { asCallError } from "../../../api/problems.ts";
import { useCheckTexts } from "../../../app/check-texts.ts";
import { useTexts } from "../../../app/texts.ts";
import { Button } from "../../../parts/button.tsx";
import { Card } from "../../../parts/card.tsx";
import { Notice, ProblemNotice } from "../../../parts/notice.tsx";
import { TriedList } from "./tried-list.tsx";
import { runTrial, type Progress } from "./run.ts";
import { summaryOf } from "./summary.ts";
import "./trial.css";

/** What came of a trial, and of which text. */
export type Trial = {
  readonly policy: string | null;
  readonly machines: readonly TriedMachine[];
  readonly whole: boolean;
};

export type TrialCardProps = {
  /** The draft; null: the strict default. */
  readonly policy: string | null;
  /** Only this machine; absent: all. */
  readonly machineId: string | undefined;
  readonly disabled: boolean;
  readonly onTried: (trial: Trial) => void;
};

/** The time machine: what the draft would have said of what came already. */
export function TrialCard({ policy, machineId, disabled, onTried }: TrialCardProps) {
  const { t } = useTexts();
  useCheckTexts();
  const [progress, setProgress] = useState<Progress>();
  const [problem, setProblem] = useState<Message>();
  const [trial, setTrial] = useState<Trial>();
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const start = async (all: boolean): Promise<void> => {
    const abort = new AbortController();
    stop.current = abort;
    setProblem(undefined);
    setTrial(undefined);
    setProgress({ done: 0, total: 0 });
    const only = all || machineId === undefined ? {} : { machines: [machineId] };
    try {
      const machines = await runTrial({
        ask: (after) =>
          gate.post(
            "/v1/admin/policies/try",
            { policy, ...only, ...(after === undefined ? {} : { after }) },
            policyTrialResultSchema,
          ),
        onProgress: setProgress,
        signal: abort.signal,
        wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      });
      const done = { policy, machines, whole: !abort.signal.aborted };
      setTrial(done);
      onTried(done);
    } catch (error) {
      setProblem(asCallError(error).problem);
    }
    setProgress(undefined);
  };
  const busy = progress !== undefined;
  return (
    <Card title={t("console.policy.trial")}>
      <div class="stack">
        <p class="soft">{t("console.policy.trial.lead")}</p>
        <div class="row">
          {machineId !== undefined && (
            <Button kind="primary" busy={busy} disabled={disabled} onClick={() => void start(false)}>
              {t("console.policy.trial.one")}
            </Button>
          )}
          <Button
            kind={machineId === undefined ? "primary" : "plain"}
            busy={busy}
            disabled={disabled}
            onClick={() => void start(true)}
          >
            {t("console.policy.trial.all")}
          </Button>
          {busy && (
            <Button kind="quiet" onClick={() => stop.current?.abort()}>
              {t("console.policy.trial.stop")}
            </Button>
          )}
        </div>
        {busy && <ProgressBar progress={progress} />}
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {trial !== undefined && <Result trial={trial} stale={trial.policy !== policy} />}
      </div>
    </Card>
  );
}

function ProgressBar({ progress: { done, total } }: { readonly progress: Progress }) {
  const { t } = useTexts();
  const text = total === 0 ? t("console.policy.trial.begins") : t("console.policy.trial.progress", { done, total });
  return (
    <div class="trial-progress">
      <progress aria-label={text} max={Math.max(total, 1)} value={done} />
      <p class="soft number" role="status">
        {text}
      </p>
    </div>
  );
}

function Result({ trial, stale }: { readonly trial: Trial; readonly stale: boolean }) {
  const { t, render } = useTexts();
  const { counts, lockedOut, letIn, sentence } = summaryOf(trial.machines);
  const tone = lockedOut.length > 0 ? "fail" : letIn.length > 0 ? "warning" : "pass";
  const quiet = (["stays-in", "stays-out", "none"] as const).filter((effect) => counts[effect] > 0);
  return (
    <div class="stack">
      <Notice tone={tone} title={render(sentence)} live="polite">
        {stale && <p>{t("console.policy.trial.stale")}</p>}
        {!trial.whole && <p>{t("console.policy.trial.part")}</p>}
        {quiet.length > 0 && (
          <ul class="trial-counts soft">
            {quiet.map((effect) => (
              <li key={effect}>{t(`console.policy.trial.count.${effect}`, { count: counts[effect] })}</li>
            ))}
          </ul>
        )}
      </Notice>
      {lockedOut.length > 0 && <TriedList title={t("console.policy.trial.would-lock")} machines={lockedOut} />}
      {letIn.length > 0 && <TriedList title={t("console.policy.trial.would-let")} machines={letIn} />}
    </div>
  );
}
