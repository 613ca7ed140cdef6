import type { Message } from "@sekisho/messages";
import { machineViewSchema, type Machine } from "@sekisho/release";
import { digestOfText } from "@sekisho/release/log";
import { useMemo, useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { useCheckTexts } from "../../app/check-texts.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Notice, ProblemNotice } from "../../parts/notice.tsx";
import { adviceFor } from "./advice.ts";
import { problemsOf, strictText } from "./editor/diagnose.ts";
import { Editor } from "./editor/editor.tsx";
import { SaveDialog } from "./save-dialog.tsx";
import { TrialCard, type Trial } from "./trial/trial.tsx";

export type PolicyRoomProps = {
  /** Absent: a draft that belongs to no machine. */
  readonly machine: Machine | undefined;
  /** The policy in force, YAML; null: the strict default. */
  readonly policy: string | null;
  readonly mayChange: boolean;
  readonly reload: () => void;
};

type Saving =
  | { readonly kind: "asking" | "saving" }
  | { readonly kind: "saved" | "stale" }
  | { readonly kind: "failed"; readonly problem: Message };

/** Where a policy is written, tried, and put into force. */
export function PolicyRoom({ machine, policy, mayChange, reload }: PolicyRoomProps) {
  const { t } = useTexts();
  useCheckTexts();
  const [inForce, setInForce] = useState(policy);
  // Null: the strict default, which is no text.
  const [text, setText] = useState<string | null>(machine === undefined ? strictText() : policy);
  const [trial, setTrial] = useState<Trial>();
  const [saving, setSaving] = useState<Saving>();
  const problems = useMemo(() => (text === null ? [] : problemsOf(text)), [text]);
  const usable = problems.length === 0;

  const save = async (): Promise<void> => {
    if (machine === undefined) return;
    setSaving({ kind: "saving" });
    try {
      const expected = inForce === null ? null : await digestOfText(inForce);
      const body = { policy: text, expected };
      const view = await gate.put(`/v1/admin/machines/${machine.id}/policy`, body, machineViewSchema);
      setInForce(view.policy);
      setSaving({ kind: "saved" });
    } catch (error) {
      const { id, problem } = asCallError(error);
      setSaving(id === "gate.problem.policyStale" ? { kind: "stale" } : { kind: "failed", problem });
    }
  };
  const write = (next: string | null): void => {
    setText(next);
    setSaving(undefined);
  };
  return (
    <>
      <Card>
        <div class="stack">
          {text === null ? (
            <Strict start={() => write(strictText())} />
          ) : (
            <Editor value={text} onInput={write} problems={problems} readOnly={false} />
          )}
          {machine !== undefined && !mayChange && <p class="soft">{t("console.policy.readOnly")}</p>}
          <Outcome saving={saving} reload={reload} />
          {machine !== undefined && mayChange && (
            <div class="row">
              <Button
                kind="primary"
                disabled={!usable || text === inForce}
                onClick={() => setSaving({ kind: "asking" })}
              >
                {t("console.policy.save")}
              </Button>
              {text !== inForce && <Button onClick={() => write(inForce)}>{t("console.policy.undo")}</Button>}
              {text !== null && inForce !== null && (
                <Button kind="quiet" onClick={() => write(null)}>
                  {t("console.policy.strict.back")}
                </Button>
              )}
              {text === inForce && saving === undefined && <span class="soft">{t("console.policy.same")}</span>}
            </div>
          )}
        </div>
      </Card>
      <TrialCard policy={text} machineId={machine?.id} disabled={!usable} onTried={setTrial} />
      {machine !== undefined && (saving?.kind === "asking" || saving?.kind === "saving") && (
        <SaveDialog
          name={machine.name}
          strict={text === null}
          advice={adviceFor(trial, text, machine.id)}
          busy={saving.kind === "saving"}
          save={() => void save()}
          close={() => setSaving(undefined)}
        />
      )}
    </>
  );
}

function Strict({ start }: { readonly start: () => void }) {
  const { t } = useTexts();
  return (
    <Notice
      tone="info"
      title={t("console.policy.strict.title")}
      actions={<Button onClick={start}>{t("console.policy.strict.start")}</Button>}
    >
      <p>{t("console.policy.strict.text")}</p>
    </Notice>
  );
}

function Outcome({ saving, reload }: { readonly saving: Saving | undefined; readonly reload: () => void }) {
  const { t } = useTexts();
  switch (saving?.kind) {
    case "saved":
      return <Notice tone="pass" title={t("console.policy.saved")} live="polite" />;
    case "stale":
      return (
        <Notice
          tone="warning"
          title={t("console.policy.stale")}
          live="assertive"
          actions={<Button onClick={reload}>{t("console.policy.stale.load")}</Button>}
        >
          <p>{t("console.policy.stale.text")}</p>
        </Notice>
      );
    case "failed":
      return <ProblemNotice problem={saving.problem} />;
    default:
      return null;
  }
}
