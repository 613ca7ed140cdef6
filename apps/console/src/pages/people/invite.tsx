import { createdAccountSchema, roles, type CreatedAccount, type Role } from "@sekisho/release";
import type { Message } from "@sekisho/messages";
import { useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { readName } from "../../app/name.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Choices, Field } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";

export type InviteProps = { readonly onMade: (made: CreatedAccount) => void; readonly onClose: () => void };

/** Makes an account for somebody: a name, and what that person may do. */
export function Invite({ onMade, onClose }: InviteProps) {
  const { t, render } = useTexts();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("approver");
  const [wrong, setWrong] = useState<Message>();
  const [state, setState] = useState<{ readonly busy: boolean; readonly problem?: Message }>({ busy: false });

  async function make(): Promise<void> {
    const read = readName(name);
    setWrong(read.ok ? undefined : read.problem);
    if (!read.ok) return;
    setState({ busy: true });
    try {
      onMade(await gate.post("/v1/admin/accounts", { name: read.name, role }, createdAccountSchema));
    } catch (error) {
      setState({ busy: false, problem: asCallError(error).problem });
    }
  }

  return (
    <Dialog
      title={t("console.people.invite.title")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("console.part.cancel")}</Button>
          <Button kind="primary" busy={state.busy} onClick={() => void make()}>
            {t("console.people.invite.make")}
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
          label={t("console.people.name")}
          hint={t("console.people.nameHint")}
          error={wrong && render(wrong)}
          value={name}
          onInput={setName}
          maxLength={64}
          autoComplete="off"
        />
        <RoleChoices role={role} onRole={setRole} />
      </form>
    </Dialog>
  );
}

/** The roles with what each may do. */
export function RoleChoices({ role, onRole }: { readonly role: Role; readonly onRole: (role: Role) => void }) {
  const { t } = useTexts();
  return (
    <Choices
      legend={t("console.people.role")}
      value={role}
      onInput={onRole}
      options={roles.map((one) => ({
        value: one,
        text: t(`console.role.${one}`),
        hint: t(`console.people.may.${one}`),
      }))}
    />
  );
}
