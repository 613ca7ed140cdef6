import { toBase64Url } from "@sekisho/encoding";
import { requestViewSchema, type Enter as EnterBody, type RequestDetail, type RequestView } from "@sekisho/release";
import { message, type Message } from "@sekisho/messages";
import { useId, useRef, useState } from "preact/hooks";
import { gate } from "../../../api/gate.ts";
import { useTexts } from "../../../app/texts.ts";
import type { Found } from "../../../judge/look.ts";
import { Button } from "../../../parts/button.tsx";
import { Notice } from "../../../parts/notice.tsx";
import { takePassphrase } from "./passphrase.ts";
import type { Offer } from "./situation.ts";
import { useAct } from "./use-act.ts";
import { WillHappen } from "./will-happen.tsx";

export type EnterProps = {
  readonly offer: Extract<Offer, { readonly kind: "open" }>;
  readonly detail: RequestDetail;
  /** The evidence that this page accepted: the passphrase is sealed to the key inside of it. */
  readonly found: Found;
  readonly onDone: (view: RequestView) => void;
};

/**
 * The disk's passphrase. Its field is the browser's alone: what is typed never becomes a value that the page keeps, and the field is
 * emptied before anything is sent.
 */
export function Enter({ offer, detail, found, onDone }: EnterProps) {
  const { t, render } = useTexts();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [visible, setVisible] = useState(false);
  const { busy, problem, start, fail } = useAct();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (busy || field.current === null) return;
    const taken = takePassphrase(field.current);
    setVisible(false);
    if ("problem" in taken) fail(taken.problem);
    else start(() => enter(detail, found, taken.bytes, onDone));
  };
  // No value: what is typed is the element's own, also while it is shown or hidden.
  const attributes = {
    ref: field,
    id: `${id}-field`,
    class: "field-input",
    autoComplete: "off",
    autoCapitalize: "off",
    spellcheck: false,
    "aria-invalid": problem !== undefined,
    "aria-describedby": problem === undefined ? `${id}-steps` : `${id}-problem ${id}-steps`,
  } as const;
  return (
    <form class="act" aria-label={t("console.request.enter")} onSubmit={submit} noValidate autoComplete="off">
      <WillHappen steps={offer.willHappen} id={`${id}-steps`} />
      <div class="field">
        <label class="field-label" for={`${id}-field`}>
          {t("console.request.enter.label")}
        </label>
        <div class="passphrase">
          {visible ? <input {...attributes} type="text" /> : <input {...attributes} type="password" />}
          <Button small onClick={() => setVisible(!visible)}>
            {t(visible ? "console.request.enter.hide" : "console.request.enter.show")}
          </Button>
        </div>
      </div>
      {problem !== undefined && (
        <div id={`${id}-problem`}>
          <Notice tone="fail" live="assertive">
            <p>{render(problem)}</p>
          </Notice>
        </div>
      )}
      <Button kind="primary" type="submit" icon="key" busy={busy}>
        {t(busy ? "console.request.enter.working" : "console.request.enter.button")}
      </Button>
    </form>
  );
}

/** Seals the passphrase here, to the guest of the evidence that this page accepted, and gives the gate what it can't open. */
async function enter(
  detail: RequestDetail,
  { evidence, binding, verdict }: Found,
  passphrase: Uint8Array,
  onDone: (view: RequestView) => void,
): Promise<Message | undefined> {
  try {
    // The button is not there without this; a passphrase must not depend on a button.
    if (verdict.verdict !== "accepted") return message("console.request.evidence-refused");
    const { sealToGuest } = await import("@sekisho/verifier");
    const sealed = await sealToGuest(evidence, binding, passphrase);
    if (sealed === undefined) return message("console.request.enter.not-sealable");
    const body: EnterBody = { binding: toBase64Url(binding), ...sealed };
    onDone(await gate.post(`/v1/admin/requests/${detail.id}/enter`, body, requestViewSchema));
    return undefined;
  } finally {
    passphrase.fill(0);
  }
}
