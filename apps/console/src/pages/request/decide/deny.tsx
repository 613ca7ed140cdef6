import { requestViewSchema, type RequestDetail, type RequestView } from "@sekisho/release";
import { message } from "@sekisho/messages";
import { useId, useState } from "preact/hooks";
import { gate } from "../../../api/gate.ts";
import { useTexts } from "../../../app/texts.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog } from "../../../parts/dialog.tsx";
import { TextArea } from "../../../parts/field.tsx";
import type { Offer } from "./situation.ts";
import { useAct } from "./use-act.ts";
import { WillHappen } from "./will-happen.tsx";

const longestReason = 1000;

export type DenyProps = {
  readonly offer: Extract<Offer, { readonly kind: "open" }>;
  readonly detail: RequestDetail;
  readonly onDone: (view: RequestView) => void;
};

/** A refusal by a person, with the reason that the record keeps. */
export function Deny({ offer, detail, onDone }: DenyProps) {
  const { t, render } = useTexts();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { busy, problem, start, fail } = useAct();
  const deny = () => {
    const text = reason.trim();
    if (text === "") return fail(message("console.request.deny.empty"));
    if (text.length > longestReason) return fail(message("console.request.deny.too-long"));
    start(async () => {
      onDone(await gate.post(`/v1/admin/requests/${detail.id}/deny`, { reason: text }, requestViewSchema));
      return undefined;
    });
  };
  return (
    <>
      <div>
        <Button kind="danger" onClick={() => setOpen(true)} aria-haspopup="dialog">
          {t("console.request.deny")}
        </Button>
      </div>
      {open && (
        <Dialog
          title={t("console.request.deny.open")}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>{t("console.request.deny.cancel")}</Button>
              <Button kind="danger" busy={busy} onClick={deny} describedBy={id}>
                {t("console.request.deny.button")}
              </Button>
            </>
          }
        >
          <div class="act">
            <TextArea
              label={t("console.request.deny.label")}
              hint={t("console.request.deny.hint")}
              value={reason}
              onInput={setReason}
              rows={3}
              maxLength={longestReason}
              error={problem === undefined ? undefined : render(problem)}
            />
            <WillHappen steps={offer.willHappen} id={id} />
          </div>
        </Dialog>
      )}
    </>
  );
}
