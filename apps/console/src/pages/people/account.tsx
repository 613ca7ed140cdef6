import type { AccountView, PasskeyView } from "@sekisho/release";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { passkeyKind } from "./passkey-kind.ts";

/** What an administrator wants to do with an account. */
export type AccountWish =
  | { readonly kind: "role" | "link" | "remove" }
  | { readonly kind: "remove-passkey"; readonly passkey: PasskeyView };

export type AccountProps = {
  readonly account: AccountView;
  /** Whether it is the account of the person who looks. */
  readonly own: boolean;
  readonly onWish: (wish: AccountWish) => void;
};

/** One person: role, passkeys, and whether a link is still out. */
export function Account({ account, own, onWish }: AccountProps) {
  const { t, rich } = useTexts();
  const { name, role, lastSignInAt, passkeys, enrolmentExpiresAt } = account;
  return (
    <li class="person">
      <div class="person-head">
        <h2>
          {name}
          {own && <span class="person-own">{t("console.people.you")}</span>}
        </h2>
        <span class="person-role" data-role={role}>
          {t(`console.role.${role}`)}
        </span>
      </div>
      <p class="soft">
        {lastSignInAt === null
          ? t("console.people.neverIn")
          : rich("console.people.lastIn", { when: <TimeText at={lastSignInAt} relative /> })}
      </p>
      {enrolmentExpiresAt !== null && (
        <p class="person-open">
          <Icon name="clock" />
          <span>{rich("console.people.linkOut", { when: <TimeText at={enrolmentExpiresAt} relative /> })}</span>
        </p>
      )}
      {passkeys.length > 0 && (
        <ul class="person-passkeys" aria-label={t("console.people.passkeys")}>
          {passkeys.map((passkey) => (
            <Passkey key={passkey.id} passkey={passkey} onRemove={() => onWish({ kind: "remove-passkey", passkey })} />
          ))}
        </ul>
      )}
      <div class="row">
        <Button small label={t("console.people.newLinkFor", { name })} onClick={() => onWish({ kind: "link" })}>
          {t("console.people.newLink")}
        </Button>
        <Button small label={t("console.people.changeRoleOf", { name })} onClick={() => onWish({ kind: "role" })}>
          {t("console.people.changeRole")}
        </Button>
        <Button
          small
          kind="quiet"
          label={t("console.people.removeOf", { name })}
          onClick={() => onWish({ kind: "remove" })}
        >
          {t("console.people.remove")}
        </Button>
      </div>
    </li>
  );
}

function Passkey({ passkey, onRemove }: { readonly passkey: PasskeyView; readonly onRemove: () => void }) {
  const { t, rich } = useTexts();
  return (
    <li class="person-passkey">
      <Icon name="key" />
      <span>
        <strong>{passkey.label}</strong>
        <span class="person-passkey-kind">{t(`console.people.kind.${passkeyKind(passkey)}`)}</span>
        <span class="person-passkey-kind">
          {passkey.lastUsedAt === null
            ? t("console.people.unused")
            : rich("console.people.used", { when: <TimeText at={passkey.lastUsedAt} relative /> })}
        </span>
      </span>
      <Button
        small
        kind="quiet"
        icon="close"
        label={t("console.people.removePasskey", { label: passkey.label })}
        onClick={onRemove}
      >
        {t("console.people.remove")}
      </Button>
    </li>
  );
}
