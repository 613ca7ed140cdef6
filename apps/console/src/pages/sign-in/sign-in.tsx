import { sessionViewSchema, signInOptionsSchema } from "@sekisho/release";
import type { Message } from "@sekisho/messages";
import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { asCallError } from "../../api/problems.ts";
import { begin } from "../../api/session.ts";
import { Threshold } from "../../app/threshold.tsx";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Disclosure } from "../../parts/disclosure.tsx";
import { Notice, ProblemNotice } from "../../parts/notice.tsx";
import { PasskeyError, usePasskey } from "./passkey.ts";

type State =
  | { readonly kind: "idle" }
  | { readonly kind: "asking" }
  | { readonly kind: "declined"; readonly problem: Message }
  | { readonly kind: "failed"; readonly problem: Message };

/** Signs somebody in with a passkey of this gate. Afterwards the page that they wanted appears at the same address. */
export function SignIn({ why }: { readonly why: "never" | "left" | "ended" }) {
  const { t, render } = useTexts();
  const [state, setState] = useState<State>({ kind: "idle" });
  const supported = browserSupportsWebAuthn();

  async function signIn(): Promise<void> {
    setState({ kind: "asking" });
    try {
      const options = await gate.post("/v1/session/options", {}, signInOptionsSchema);
      const credential = await usePasskey(options);
      await begin(await gate.post("/v1/session", { credential }, sessionViewSchema));
    } catch (error) {
      if (error instanceof PasskeyError) {
        setState({ kind: error.declined ? "declined" : "failed", problem: error.problem });
      } else setState({ kind: "failed", problem: asCallError(error).problem });
    }
  }

  return (
    <Threshold title={t("console.signIn.title")} lead={t("console.signIn.lead", { host: location.host })}>
      {why === "ended" && state.kind === "idle" && (
        <Notice tone="info" live="polite">
          {t("console.signIn.ended")}
        </Notice>
      )}
      {why === "left" && state.kind === "idle" && (
        <Notice tone="pass" live="polite">
          {t("console.signIn.left")}
        </Notice>
      )}
      {state.kind === "declined" && (
        <Notice tone="warning" live="polite">
          {render(state.problem)}
        </Notice>
      )}
      {state.kind === "failed" && <ProblemNotice problem={state.problem} />}
      {supported ? (
        <Button kind="primary" icon="key" busy={state.kind === "asking"} onClick={() => void signIn()}>
          {t("console.signIn.button")}
        </Button>
      ) : (
        <Notice tone="fail">{t("console.passkey.unsupported")}</Notice>
      )}
      <Disclosure summary={t("console.signIn.none")}>{() => <p>{t("console.signIn.noneText")}</p>}</Disclosure>
    </Threshold>
  );
}
