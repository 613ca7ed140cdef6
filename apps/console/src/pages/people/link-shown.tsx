import { enrolmentLinkSchema, type AccountView, type EnrolmentLink } from "@sekisho/release";
import { gate } from "../../api/gate.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { CopyText } from "../../parts/copy-text.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Notice } from "../../parts/notice.tsx";
import { TimeText } from "../../parts/time-text.tsx";

export type LinkShownProps = {
  readonly name: string;
  readonly link: EnrolmentLink;
  readonly onClose: () => void;
};

/** The one-time link, shown once: the gate itself keeps only its digest. */
export function LinkShown({ name, link, onClose }: LinkShownProps) {
  const { t, rich } = useTexts();
  return (
    <Dialog
      title={t("console.people.link.title", { name })}
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          {t("console.people.link.done")}
        </Button>
      }
    >
      <p>{t("console.people.link.text", { name })}</p>
      <CopyText value={link.url} label={t("console.people.link.label")} />
      <Notice tone="warning">
        <p>{rich("console.people.link.expires", { when: <TimeText at={link.expiresAt} /> })}</p>
        <p>{t("console.people.link.careful")}</p>
      </Notice>
    </Dialog>
  );
}

export type NewLinkProps = {
  readonly account: AccountView;
  readonly onLink: (link: EnrolmentLink) => void;
  readonly onClose: () => void;
};

/** Asks before a link is made, since it takes the place of one that may be on its way. */
export function NewLink({ account, onLink, onClose }: NewLinkProps) {
  const { t } = useTexts();
  const { id, name, enrolmentExpiresAt } = account;
  let made: EnrolmentLink | undefined;
  return (
    <Confirm
      title={t("console.people.newLinkFor", { name })}
      action={t("console.people.newLink.make")}
      onConfirm={async () => {
        made = await gate.post(`/v1/admin/accounts/${id}/enrolment`, {}, enrolmentLinkSchema);
      }}
      onClose={() => (made === undefined ? onClose() : onLink(made))}
    >
      <p>{t("console.people.newLink.text", { name })}</p>
      {enrolmentExpiresAt !== null && <Notice tone="warning">{t("console.people.newLink.replaces")}</Notice>}
    </Confirm>
  );
}
