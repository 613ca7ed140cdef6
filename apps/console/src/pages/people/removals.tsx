import { accountViewSchema, type AccountView, type PasskeyView, type Role, type TokenView } from "@sekisho/release";
import { useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { useTexts } from "../../app/texts.ts";
import { Confirm } from "../../parts/confirm.tsx";
import { RoleChoices } from "./invite.tsx";

type Question = { readonly onDone: () => void; readonly onClose: () => void };
type AboutAccount = Question & { readonly account: AccountView };

/** Gives a person another role. */
export function ChangeRole({ account, onDone, onClose }: AboutAccount) {
  const { t } = useTexts();
  const [role, setRole] = useState<Role>(account.role);
  return (
    <Confirm
      title={t("console.people.changeRoleOf", { name: account.name })}
      action={t("console.people.role.save")}
      onConfirm={async () => {
        await gate.patch(`/v1/admin/accounts/${account.id}`, { role }, accountViewSchema);
        onDone();
      }}
      onClose={onClose}
    >
      <RoleChoices role={role} onRole={setRole} />
      <p class="soft">{t("console.people.role.when")}</p>
    </Confirm>
  );
}

export function RemoveAccount({ account, onDone, onClose }: AboutAccount) {
  const { t } = useTexts();
  const { id, name } = account;
  return (
    <Confirm
      danger
      title={t("console.people.removeOf", { name })}
      action={t("console.people.remove.account")}
      onConfirm={async () => {
        await gate.remove(`/v1/admin/accounts/${id}`);
        onDone();
      }}
      onClose={onClose}
    >
      <p>{t("console.people.remove.accountText", { name })}</p>
      <p class="soft">{t("console.people.remove.keeps")}</p>
    </Confirm>
  );
}

export function RemovePasskey({ account, passkey, onDone, onClose }: AboutAccount & { readonly passkey: PasskeyView }) {
  const { t } = useTexts();
  const last = account.passkeys.length === 1;
  return (
    <Confirm
      danger
      title={t("console.people.removePasskey", { label: passkey.label })}
      action={t("console.people.remove.passkey")}
      onConfirm={async () => {
        await gate.remove(`/v1/admin/accounts/${account.id}/passkeys/${encodeURIComponent(passkey.id)}`);
        onDone();
      }}
      onClose={onClose}
    >
      <p>
        {t(last ? "console.people.remove.lastPasskeyText" : "console.people.remove.passkeyText", {
          name: account.name,
        })}
      </p>
    </Confirm>
  );
}

export function RemoveProgram({ token, onDone, onClose }: Question & { readonly token: TokenView }) {
  const { t } = useTexts();
  return (
    <Confirm
      danger
      title={t("console.people.program.removeOf", { name: token.name })}
      action={t("console.people.program.remove")}
      onConfirm={async () => {
        await gate.remove(`/v1/admin/tokens/${token.id}`);
        onDone();
      }}
      onClose={onClose}
    >
      <p>{t("console.people.program.removeText")}</p>
    </Confirm>
  );
}
