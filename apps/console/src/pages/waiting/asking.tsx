import type { RequestView } from "@sekisho/release";
import { cloudName } from "../../app/proper-names.ts";
import { useTexts } from "../../app/texts.ts";
import { StatusMark } from "../../parts/status-mark.tsx";
import { Duration } from "../../parts/time-text.tsx";
import { sentence, standing, type Headline } from "./words.ts";

export type AskingProps = {
  readonly request: RequestView;
  readonly headline: Headline | undefined;
  /** Whether the person who looks can decide it. */
  readonly yours: boolean;
};

/** A request that is not over: who asks, whether its evidence is good, and what it waits for. */
export function Asking({ request, headline, yours }: AskingProps) {
  const { t, render } = useTexts();
  const { number, machineName, machineId, createdAt, releaseMode } = request;
  const { status, word } = standing(request);
  const says = sentence(request, headline);
  const act = yours
    ? releaseMode === "approve"
      ? "console.waiting.act.approve"
      : "console.waiting.act.enter"
    : undefined;
  return (
    <article class="asking" data-yours={yours}>
      <div class="asking-head">
        <h3>
          <a class="asking-link" href={`/requests/${number}`}>
            {machineName ?? machineId}
          </a>
          <span class="asking-number">{t("console.waiting.number", { number })}</span>
        </h3>
        <p class="asking-since">
          <span>{t("console.waiting.since")}</span> <Duration since={createdAt} />
        </p>
      </div>
      <p class="asking-verdict">
        <StatusMark status={status} word={t(word)} /> {says !== undefined && <span>{render(says)}</span>}
      </p>
      <Facts request={request} />
      {act !== undefined && (
        <p class="asking-act" aria-hidden="true">
          {t(act)}
        </p>
      )}
    </article>
  );
}

function Facts({ request }: { readonly request: RequestView }) {
  const texts = useTexts();
  const { t } = texts;
  const { technology, cloud, bootNumber, approval } = request;
  return (
    <dl class="asking-facts">
      {technology !== null && (
        <div>
          <dt>{t("console.waiting.technology")}</dt>
          <dd>{t(`console.technology.${technology}`)}</dd>
        </div>
      )}
      {cloud !== null && (
        <div>
          <dt>{t("console.waiting.cloud")}</dt>
          <dd>{cloudName(cloud, texts)}</dd>
        </div>
      )}
      {bootNumber !== null && (
        <div>
          <dt>{t("console.waiting.boot")}</dt>
          <dd>
            {t(bootNumber === 1 ? "console.waiting.boot.first" : "console.waiting.boot.nth", { number: bootNumber })}
          </dd>
        </div>
      )}
      {approval !== null && approval.given.length > 0 && (
        <div>
          <dt>{t("console.waiting.approved")}</dt>
          <dd>{names(approval.given.map(({ account }) => account))}</dd>
        </div>
      )}
      {approval !== null && (
        <div>
          <dt>{t("console.waiting.approvers")}</dt>
          <dd>{approval.approvers.length === 0 ? t("console.waiting.nobody") : names(approval.approvers)}</dd>
        </div>
      )}
    </dl>
  );
}

/** Names as a list of elements, so that none of them can be mistaken for two. */
function names(list: readonly string[]) {
  return (
    <span class="asking-names">
      {list.map((name) => (
        <span key={name}>{name}</span>
      ))}
    </span>
  );
}
