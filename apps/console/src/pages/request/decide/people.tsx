import type { ApprovalView, Scope } from "@sekisho/release";
import { useTexts } from "../../../app/texts.ts";
import { StatusMark } from "../../../parts/status-mark.tsx";
import { TimeText } from "../../../parts/time-text.tsx";
import { missingApprovals } from "./situation.ts";

export type PeopleProps = {
  readonly approval: ApprovalView;
  /** Whether anybody can still approve. */
  readonly open: boolean;
};

/** Who has approved, who may, and who may not, and why. */
export function People({ approval, open }: PeopleProps) {
  const { t, render } = useTexts();
  const { needed, given, approvers, excluded, voided, fourEyes, hardware, hardwareLevels, grant } = approval;
  const stuck = open && missingApprovals(approval) > 0 && approvers.length === 0;
  return (
    <div class="people">
      <p class="people-count">
        <span>{t("console.request.people")}</span>
        <span class="number">{t("console.request.people.count", { given: given.length, needed })}</span>
      </p>
      <ul>
        {given.map(({ account, at, scope, hardware: kind }) => (
          <li key={account}>
            <StatusMark status="pass" word={t("console.request.people.has")} size="small" />
            <span class="people-name">{account}</span>
            <span class="people-more">
              <ScopeText scope={scope} /> · <TimeText at={at} relative />
              {kind !== null && <> · {t(`console.request.hardware.${kind}`)}</>}
            </span>
          </li>
        ))}
        {open &&
          approvers.map((account) => (
            <li key={account}>
              <StatusMark status="waiting" word={t("console.request.people.may")} size="small" />
              <span class="people-name">{account}</span>
            </li>
          ))}
        {excluded.map(({ account, reason }) => (
          <li key={account}>
            <StatusMark status="absent" word={t("console.request.people.may-not")} size="small" />
            <span class="people-name">{account}</span>
            <span class="people-more">{render(reason)}</span>
          </li>
        ))}
        {voided.map(({ account, at, reason }) => (
          <li key={`${account} ${at}`}>
            <StatusMark status="absent" word={t("console.request.people.void")} size="small" />
            <span class="people-name">{account}</span>
            <span class="people-more">{render(reason)}</span>
          </li>
        ))}
      </ul>
      {grant !== null && <p class="people-rule">{t("console.request.people.grant")}</p>}
      {stuck && <p class="people-rule">{t("console.request.people.nobody")}</p>}
      {fourEyes && <p class="people-rule">{t("console.request.people.four-eyes")}</p>}
      {hardware === "required" && (
        <p class="people-rule">
          {t("console.request.people.hardware", {
            levels:
              hardwareLevels.length === 0
                ? t("console.request.people.hardware-any")
                : hardwareLevels.map((level) => t(`console.request.hardware.${level}`)).join(" / "),
          })}
        </p>
      )}
    </div>
  );
}

function ScopeText({ scope }: { readonly scope: Scope }) {
  const { t } = useTexts();
  switch (scope.kind) {
    case "this-boot":
      return <>{t("console.request.scope.given.this-boot")}</>;
    case "boots":
      return <>{t("console.request.scope.given.boots", { count: scope.count })}</>;
    case "hours":
      return <>{t("console.request.scope.given.hours", { hours: scope.hours })}</>;
  }
}
