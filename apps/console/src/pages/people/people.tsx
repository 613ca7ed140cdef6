import {
  accountListSchema,
  tokenListSchema,
  type AccountView,
  type EnrolmentLink,
  type TokenView,
} from "@sekisho/release";
import { useState } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { useResource } from "../../api/resource.ts";
import type { PageProps } from "../../app/routes.ts";
import { useTexts } from "../../app/texts.ts";
import { Button } from "../../parts/button.tsx";
import { ProblemNotice } from "../../parts/notice.tsx";
import { PageFrame } from "../../parts/page.tsx";
import { Skeleton } from "../../parts/skeleton.tsx";
import { Account, type AccountWish } from "./account.tsx";
import { Invite } from "./invite.tsx";
import { LinkShown, NewLink } from "./link-shown.tsx";
import { NewProgram } from "./new-program.tsx";
import { Programs } from "./programs.tsx";
import { ChangeRole, RemoveAccount, RemovePasskey, RemoveProgram } from "./removals.tsx";
import "./people.css";

type Open =
  | { readonly kind: "invite" | "program" }
  | { readonly kind: "link"; readonly name: string; readonly link: EnrolmentLink }
  | { readonly kind: "account"; readonly account: AccountView; readonly wish: AccountWish }
  | { readonly kind: "remove-program"; readonly token: TokenView };

/** Who may look, decide and administer: people by their passkeys, programs by their tokens. */
export function People({ session }: PageProps) {
  const { t } = useTexts();
  const [open, setOpen] = useState<Open>();
  const accounts = useResource({
    key: "accounts",
    load: (signal) => gate.get("/v1/admin/accounts", accountListSchema, signal),
    changedBy: ({ name }) => name === "account",
  });
  const tokens = useResource({
    key: "tokens",
    load: (signal) => gate.get("/v1/admin/tokens", tokenListSchema, signal),
    changedBy: ({ name }) => name === "account",
  });
  const close = () => setOpen(undefined);
  const own = session.actor.kind === "account" ? session.actor.id : undefined;
  return (
    <PageFrame
      title={t("console.people.title")}
      lead={t("console.people.lead")}
      actions={
        <Button kind="primary" onClick={() => setOpen({ kind: "invite" })}>
          {t("console.people.invite")}
        </Button>
      }
    >
      {accounts.problem !== undefined && <ProblemNotice problem={accounts.problem} again={accounts.reload} />}
      {accounts.data === undefined && accounts.problem === undefined && <Skeleton lines={4} />}
      {accounts.data?.accounts.length === 0 && <p class="people-none">{t("console.people.none")}</p>}
      {accounts.data !== undefined && accounts.data.accounts.length > 0 && (
        <ul class="people-list">
          {accounts.data.accounts.map((account) => (
            <Account
              key={account.id}
              account={account}
              own={account.id === own}
              onWish={(wish) => setOpen({ kind: "account", account, wish })}
            />
          ))}
        </ul>
      )}
      {tokens.problem !== undefined && <ProblemNotice problem={tokens.problem} again={tokens.reload} />}
      {tokens.data !== undefined && (
        <Programs
          tokens={tokens.data.tokens}
          onAdd={() => setOpen({ kind: "program" })}
          onRemove={(token) => setOpen({ kind: "remove-program", token })}
        />
      )}
      {open?.kind === "invite" && (
        <Invite
          onClose={close}
          onMade={({ account, enrolment }) => {
            accounts.reload();
            setOpen({ kind: "link", name: account.name, link: enrolment });
          }}
        />
      )}
      {open?.kind === "link" && <LinkShown name={open.name} link={open.link} onClose={close} />}
      {open?.kind === "program" && <NewProgram onClose={close} onMade={tokens.reload} />}
      {open?.kind === "remove-program" && <RemoveProgram token={open.token} onDone={tokens.reload} onClose={close} />}
      {open?.kind === "account" && (
        <AccountQuestion
          open={open}
          onDone={accounts.reload}
          onClose={close}
          onLink={(link) => {
            accounts.reload();
            setOpen({ kind: "link", name: open.account.name, link });
          }}
        />
      )}
    </PageFrame>
  );
}

type AccountQuestionProps = {
  readonly open: Extract<Open, { kind: "account" }>;
  readonly onDone: () => void;
  readonly onLink: (link: EnrolmentLink) => void;
  readonly onClose: () => void;
};

function AccountQuestion({ open: { account, wish }, onDone, onLink, onClose }: AccountQuestionProps) {
  switch (wish.kind) {
    case "role":
      return <ChangeRole account={account} onDone={onDone} onClose={onClose} />;
    case "link":
      return <NewLink account={account} onLink={onLink} onClose={onClose} />;
    case "remove":
      return <RemoveAccount account={account} onDone={onDone} onClose={onClose} />;
    case "remove-passkey":
      return <RemovePasskey account={account} passkey={wish.passkey} onDone={onDone} onClose={onClose} />;
  }
}
