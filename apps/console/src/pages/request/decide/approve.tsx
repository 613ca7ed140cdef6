import {
  approvalOptionsSchema,
  requestViewSchema,
  type Actor,
  type ApprovalView,
  type RequestDetail,
  type RequestView,
  type Scope,
} from "@sekisho/release";
import { message, type Message } from "@sekisho/messages";
import { useId, useState } from "preact/hooks";
import { gate } from "../../../api/gate.ts";
import { useTexts } from "../../../app/texts.ts";
import { Button } from "../../../parts/button.tsx";
import { Choices, Field } from "../../../parts/field.tsx";
import { Notice } from "../../../parts/notice.tsx";
import { usePasskey } from "../../sign-in/passkey.ts";
import { allowedKinds, firstChoice, readChoice, scopeMeaning, type ScopeChoice } from "./scopes.ts";
import type { Offer } from "./situation.ts";
import { statementFault } from "./statement-fault.ts";
import { useAct } from "./use-act.ts";
import { WillHappen } from "./will-happen.tsx";

export type ApproveProps = {
  readonly offer: Extract<Offer, { readonly kind: "open" }>;
  readonly detail: RequestDetail;
  readonly approval: ApprovalView;
  readonly actor: Extract<Actor, { readonly kind: "account" }>;
  readonly onDone: (view: RequestView) => void;
};

/** An approval: for how long, what will happen, and the passkey. */
export function Approve({ offer, detail, approval, actor, onDone }: ApproveProps) {
  const { t, render } = useTexts();
  const id = useId();
  const [choice, setChoice] = useState<ScopeChoice>(firstChoice);
  const { busy, problem, start } = useAct();
  const read = readChoice(choice, approval.longest);
  const steps = "scope" in read ? [...offer.willHappen, scopeMeaning(read.scope)] : offer.willHappen;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if ("scope" in read) start(() => approve(detail, read.scope, actor.id, onDone));
  };
  return (
    <form class="act" aria-label={t("console.request.approve")} onSubmit={submit} noValidate>
      <ScopeFields
        choice={choice}
        setChoice={setChoice}
        approval={approval}
        problem={"problem" in read ? read.problem : undefined}
      />
      <WillHappen steps={steps} id={id} />
      {problem !== undefined && (
        <Notice tone="fail" live="assertive">
          <p>{render(problem)}</p>
        </Notice>
      )}
      <Button kind="primary" type="submit" icon="key" busy={busy} disabled={!("scope" in read)} describedBy={id}>
        {t(
          busy
            ? "console.request.approve.working"
            : problem === undefined
              ? "console.request.approve"
              : "console.request.approve.again",
        )}
      </Button>
    </form>
  );
}

/** Asks the gate what to sign, looks whether that is what the page shows, and lets the passkey sign it. */
async function approve(
  detail: RequestDetail,
  scope: Scope,
  accountId: string,
  onDone: (view: RequestView) => void,
): Promise<Message | undefined> {
  const path = `/v1/admin/requests/${detail.id}/approvals`;
  const asked = await gate.post(`${path}/options`, { scope }, approvalOptionsSchema);
  const fault = await statementFault(asked, { request: detail, scope, accountId, now: new Date() });
  if (fault !== undefined) return message("console.request.approve.statement-differs", { what: fault });
  const credential = await usePasskey(asked.options);
  onDone(await gate.post(path, { statement: asked.statement, credential }, requestViewSchema));
  return undefined;
}

type ScopeFieldsProps = {
  readonly choice: ScopeChoice;
  readonly setChoice: (choice: ScopeChoice) => void;
  readonly approval: ApprovalView;
  readonly problem: Message | undefined;
};

function ScopeFields({ choice, setChoice, approval, problem }: ScopeFieldsProps) {
  const { t, render } = useTexts();
  const kinds = allowedKinds(approval.longest);
  if (kinds.length === 1) return null;
  const error = problem === undefined ? undefined : render(problem);
  return (
    <>
      <Choices
        legend={t("console.request.scope")}
        value={choice.kind}
        onInput={(kind) => setChoice({ ...choice, kind })}
        options={kinds.map((kind) => ({ value: kind, text: t(`console.request.scope.${kind}`) }))}
      />
      {choice.kind !== "this-boot" && (
        <Field
          key={choice.kind}
          label={t(`console.request.scope.${choice.kind}.label`)}
          value={choice[choice.kind]}
          onInput={(value) => setChoice({ ...choice, [choice.kind]: value })}
          inputMode="numeric"
          error={error}
        />
      )}
      {approval.needed > 1 && <p class="field-hint">{t("console.request.scope.narrowest")}</p>}
    </>
  );
}
