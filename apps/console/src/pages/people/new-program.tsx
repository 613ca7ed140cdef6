import { createdTokenSchema, type CreatedToken, type Role } from "@sekisho/release";
import type { Message } from "@sekisho/messages";
import { useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { readName } from "../../app/name.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { CopyText } from "../../parts/copy-text.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Field, Select } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { RoleChoices } from "./invite.tsx";

const spans = ["30", "90", "365", "never"] as const;
type Span = (typeof spans)[number];

export type NewProgramProps = { readonly onMade: () => void; readonly onClose: () => void };

/** Gives a program access, and shows its token once. */
export function NewProgram({ onMade, onClose }: NewProgramProps) {
  const { t, render } = useTexts();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [span, setSpan] = useState<Span>("90");
  const [wrong, setWrong] = useState<Message>();
  const [state, setState] = useState<{ readonly busy: boolean; readonly problem?: Message }>({ busy: false });
  const [made, setMade] = useState<CreatedToken>();

  async function make(): Promise<void> {
    const read = readName(name);
    setWrong(read.ok ? undefined : read.problem);
    if (!read.ok) return;
    setState({ busy: true });
    const days = span === "never" ? null : Number(span);
    try {
      setMade(await gate.post("/v1/admin/tokens", { name: read.name, role, days }, createdTokenSchema));
      onMade();
    } catch (error) {
      setState({ busy: false, problem: asCallError(error).problem });
    }
  }

  if (made !== undefined) return <TokenShown made={made} onClose={onClose} />;
  return (
    <Dialog
      title={t("console.people.program.title")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("console.part.cancel")}</Button>
          <Button kind="primary" busy={state.busy} onClick={() => void make()}>
            {t("console.people.program.make")}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        {state.problem !== undefined && (
          <Notice tone="fail" live="assertive">
            {render(state.problem)}
          </Notice>
        )}
        <Field
          label={t("console.people.program.name")}
          hint={t("console.people.program.nameHint")}
          error={wrong && render(wrong)}
          value={name}
          onInput={setName}
          maxLength={64}
          autoComplete="off"
        />
        <RoleChoices role={role} onRole={setRole} />
        <p class="soft">{t("console.people.program.noApproval")}</p>
        <Select
          label={t("console.people.program.span")}
          value={span}
          onInput={setSpan}
          options={spans.map((one) => ({
            value: one,
            text: one === "never" ? t("console.people.program.never") : t("console.people.program.days", { days: one }),
          }))}
        />
      </form>
    </Dialog>
  );
}

function TokenShown({ made, onClose }: { readonly made: CreatedToken; readonly onClose: () => void }) {
  const { t } = useTexts();
  return (
    <Dialog
      title={t("console.people.program.shown", { name: made.token.name })}
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          {t("console.people.program.kept")}
        </Button>
      }
    >
      <CopyText value={made.secret} label={t("console.people.program.token")} />
      <Notice tone="warning">{t("console.people.program.once")}</Notice>
      <p class="soft">{t("console.people.program.use")}</p>
    </Dialog>
  );
}
