import {
  enrolmentOptionsSchema,
  enrolmentTokenSchema,
  sessionViewSchema,
  type EnrolmentOptions,
} from "@sekisho/release";
import { message, type Message } from "@sekisho/messages";
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useEffect, useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { begin } from "../../api/session.ts";
import { navigate } from "../../app/router.ts";
import { Threshold } from "../../app/threshold.tsx";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { makePasskey, PasskeyError } from "../sign-in/passkey.ts";
import { readName } from "../../app/name.ts";

type State =
  | { readonly kind: "asking" }
  | { readonly kind: "invalid"; readonly problem: Message }
  | { readonly kind: "ready"; readonly offer: EnrolmentOptions; readonly problem?: Message; readonly busy?: boolean };

/** Makes the passkey of a one-time link: its secret stands behind the "#", which the browser sends to nobody. */
export function Enrolment({ token }: { readonly token: string }) {
  const { t, render } = useTexts();
  const [state, setState] = useState<State>({ kind: "asking" });
  const [label, setLabel] = useState("");
  const [wrong, setWrong] = useState<Message>();

  useEffect(() => {
    if (!enrolmentTokenSchema.safeParse(token).success) {
      setState({ kind: "invalid", problem: message("console.enrol.incomplete") });
      return;
    }
    gate.post("/v1/enrolment/options", { token }, enrolmentOptionsSchema).then(
      (offer) => setState({ kind: "ready", offer }),
      (error: unknown) => setState({ kind: "invalid", problem: asCallError(error).problem }),
    );
  }, [token]);

  async function enrol(offer: EnrolmentOptions): Promise<void> {
    const read = readName(label);
    setWrong(read.ok ? undefined : read.problem);
    if (!read.ok) return;
    setState({ kind: "ready", offer, busy: true });
    try {
      const credential = await makePasskey(offer.options);
      const view = await gate.post("/v1/enrolment", { token, credential, label: read.name }, sessionViewSchema);
      await begin(view);
      navigate("/", { replace: true });
    } catch (error) {
      const problem = error instanceof PasskeyError ? error.problem : asCallError(error).problem;
      setState({ kind: "ready", offer, problem });
    }
  }

  if (state.kind === "asking") {
    return (
      <Threshold title={t("console.enrol.title")}>
        <Skeleton />
      </Threshold>
    );
  }
  if (state.kind === "invalid") {
    return (
      <Threshold title={t("console.enrol.invalidTitle")}>
        <Notice tone="fail" live="assertive">
          <p>{render(state.problem)}</p>
          <p>{t("console.enrol.invalidNext")}</p>
        </Notice>
      </Threshold>
    );
  }
  const { offer, problem, busy = false } = state;
  return (
    <Threshold
      title={t("console.enrol.welcome", { name: offer.account.name })}
      lead={t(`console.enrol.lead.${offer.account.role}`)}
    >
      {problem !== undefined && (
        <Notice tone="fail" live="assertive">
          {render(problem)}
        </Notice>
      )}
      {!browserSupportsWebAuthn() && <Notice tone="fail">{t("console.passkey.unsupported")}</Notice>}
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void enrol(offer);
        }}
      >
        <Field
          label={t("console.enrol.label")}
          hint={t("console.enrol.labelHint")}
          error={wrong && render(wrong)}
          value={label}
          onInput={setLabel}
          maxLength={64}
          autoComplete="off"
        />
        <Button kind="primary" type="submit" icon="key" busy={busy} disabled={!browserSupportsWebAuthn()}>
          {t("console.enrol.button")}
        </Button>
      </form>
      <p class="soft">{t("console.enrol.hardware")}</p>
    </Threshold>
  );
}
