import { locales } from "@sekisho/messages";
import type { PasskeyView, SessionView } from "@sekisho/release";
import type { Configuration } from "../../api/configuration.ts";
import { languages } from "../../app/choosers.tsx";
import { prefer, preferences, themes } from "../../app/preferences.ts";
import type { PageProps } from "../../app/routes.ts";
import { useTexts } from "../../app/texts.ts";
import { Card } from "../../parts/card.tsx";
import { Choices } from "../../parts/field.tsx";
import { Hex } from "../../parts/hex.tsx";
import { Notice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { StatusMark } from "../../parts/status-mark.tsx";
import { TimeText } from "../../parts/time-text.tsx";
import { useStore } from "../../state/use-store.ts";
import "./settings.css";

/** What a person can set for themselves, and whom this page trusts. */
export function Settings({ session, configuration }: PageProps) {
  const { t } = useTexts();
  return (
    <PageFrame title={t("console.settings.title")} lead={t("console.settings.lead")}>
      <Look />
      <Account session={session} />
      <Origin session={session} configuration={configuration} />
    </PageFrame>
  );
}

function Look() {
  const { t } = useTexts();
  const { locale, theme } = useStore(preferences);
  return (
    <Card title={t("console.settings.look")}>
      <div class="settings-look">
        <Choices
          legend={t("console.shell.language")}
          value={locale}
          onInput={(one) => prefer({ locale: one })}
          options={locales.map((one) => ({ value: one, text: <span lang={one}>{languages[one]}</span> }))}
        />
        <Choices
          legend={t("console.shell.theme")}
          value={theme}
          onInput={(one) => prefer({ theme: one })}
          options={themes.map((one) => ({ value: one, text: t(`console.theme.${one}`) }))}
        />
      </div>
    </Card>
  );
}

function Account({ session }: { readonly session: SessionView }) {
  const { t } = useTexts();
  const { actor, expiresAt, passkeys } = session;
  const role = actor.kind === "owner" ? "owner" : actor.role;
  return (
    <Card title={t("console.settings.account")}>
      <dl class="facts">
        <dt>{t("console.shell.you")}</dt>
        <dd>{actor.kind === "owner" ? t("console.shell.owner") : actor.name}</dd>
        <dt>{t("console.settings.role")}</dt>
        <dd>
          {actor.kind !== "owner" && <strong>{t(`console.role.${actor.role}`)}</strong>}
          <p class="soft">{t(`console.settings.roleText.${role}`)}</p>
        </dd>
        {expiresAt !== null && (
          <>
            <dt>{t("console.settings.ends")}</dt>
            <dd>
              <TimeText at={expiresAt} />
            </dd>
          </>
        )}
        {actor.kind === "account" && (
          <>
            <dt>{t("console.settings.passkeys")}</dt>
            <dd>
              <ul class="stack">
                {passkeys.map((passkey) => (
                  <Passkey key={passkey.id} passkey={passkey} />
                ))}
              </ul>
              <p class="soft settings-more">{t("console.settings.more")}</p>
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}

function Passkey({ passkey }: { readonly passkey: PasskeyView }) {
  const { t, rich } = useTexts();
  return (
    <li>
      <strong>{passkey.label}</strong>
      <p class="soft">
        {passkey.lastUsedAt === null
          ? t("console.settings.neverUsed")
          : rich("console.settings.lastUsed", { when: <TimeText at={passkey.lastUsedAt} relative /> })}
        {" · "}
        {t(passkey.backupEligible ? "console.settings.synced" : "console.settings.bound")}
      </p>
    </li>
  );
}

type OriginProps = { readonly session: SessionView; readonly configuration: Configuration };

function Origin({ session, configuration }: OriginProps) {
  const { t, rich } = useTexts();
  const command = <code>sekisho console --machine machine.json</code>;
  return (
    <div id="origin">
      <Card title={t("console.settings.origin")}>
        <div class="stack">
          {configuration.kind === "gate" ? (
            <Notice tone="info">
              <p>{t("console.shell.fromGate")}</p>
              <p>{rich("console.shell.fromGateHow", { command })}</p>
            </Notice>
          ) : (
            <Notice tone="pass">
              <p>{t("console.shell.ownDevice")}</p>
            </Notice>
          )}
          <dl class="facts">
            <dt>{t("console.settings.gateUrl")}</dt>
            <dd>{session.gate.url}</dd>
            <dt>{t("console.settings.signingKey")}</dt>
            <dd>
              <Hex value={session.gate.signingKeyDigest} of={t("console.settings.signingKeyName")} digits={0} />
              <KeyCompared session={session} configuration={configuration} />
            </dd>
          </dl>
        </div>
      </Card>
    </div>
  );
}

/** Whether the gate's key is the one in the person's own file; where there is none, how to compare it by eye. */
function KeyCompared({ session, configuration }: OriginProps) {
  const { t, rich } = useTexts();
  if (configuration.kind === "gate" || configuration.gate === null) {
    return <p class="soft">{rich("console.settings.compare", { command: <code>sekisho gate identity</code> })}</p>;
  }
  const same = configuration.gate.signingKeys.some(({ digest }) => digest === session.gate.signingKeyDigest);
  return <StatusMark status={same ? "pass" : "fail"} word={t(`console.settings.key.${same ? "same" : "other"}`)} />;
}
