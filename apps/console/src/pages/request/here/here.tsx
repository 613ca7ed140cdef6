import type { Check } from "@sekisho/evidence";
import type { RequestDetail } from "@sekisho/release";
import { useTexts } from "../../../app/texts.ts";
import type { Dispute } from "../../../judge/agreement.ts";
import type { Look } from "../../../judge/use-look.ts";
import { Card } from "../../../parts/card.tsx";
import { Disclosure } from "../../../parts/disclosure.tsx";
import { StatusMark } from "../../../parts/status-mark.tsx";
import { formatMoment } from "../../../parts/time-words.ts";
import { Seal } from "./seal.tsx";
import "./here.css";

export type HereProps = { readonly look: Look; readonly request: RequestDetail };

/** What this page found by itself, and whether that is what the gate says. */
export function Here({ look, request }: HereProps) {
  const { t, render, locale } = useTexts();
  if (look.kind === "looking") {
    return (
      <Card title={t("console.request.here")}>
        <Seal kind="looking">{t("console.request.here.looking")}</Seal>
      </Card>
    );
  }
  if (look.kind === "impossible") {
    return (
      <Card title={t("console.request.here")}>
        <Seal kind="none">{t("console.request.here.impossible", { reason: render(look.reason) })}</Seal>
      </Card>
    );
  }
  const { found, agreement, by, withPolicy } = look;
  const here = found.verdict.verdict;
  const word = t(`console.request.here.${here}`);
  return (
    <Card title={t("console.request.here")} tone={agreement.kind === "differs" ? "fail" : "plain"}>
      {agreement.kind === "same" && <Seal kind="same">{t(`console.request.here.same.${here}`)}</Seal>}
      {agreement.kind === "gate-judged-nothing" && (
        <Seal kind="none">{t("console.request.here.gate-judged-nothing", { verdict: word })}</Seal>
      )}
      {agreement.kind === "differs" && (
        <>
          <Seal kind="differs">
            {t("console.request.here.differs", {
              gate: t(`console.request.here.${request.verdict?.verdict ?? "rejected"}`),
              here: word,
            })}
          </Seal>
          <Differs disputes={agreement.disputes} by={by} />
        </>
      )}
      <p class="here-what">{t("console.request.here.what")}</p>
      <p class="here-by">
        {by === "own"
          ? t("console.request.here.by.own", { policy: withPolicy ? t("console.request.here.by.own-policy") : "" })
          : t("console.request.here.by.gate")}
      </p>
      <p class="here-by">
        {t("console.request.here.took", {
          milliseconds: Math.max(1, Math.round(found.took)),
          time: formatMoment(found.at.toISOString(), locale),
        })}
      </p>
    </Card>
  );
}

type DiffersProps = { readonly disputes: readonly Dispute[]; readonly by: "own" | "gate" };

function Differs({ disputes, by }: DiffersProps) {
  const { t } = useTexts();
  const [faults, others] = [disputes.filter(({ fault }) => fault), disputes.filter(({ fault }) => !fault)];
  return (
    <div class="here-differs">
      <h3>{t("console.request.here.differs.do")}</h3>
      <ol class="steps">
        <li>{t("console.request.here.differs.hold")}</li>
        {by === "gate" && <li>{t("console.request.here.differs.check")}</li>}
        <li>{t(`console.request.here.differs.${by}`)}</li>
        <li>{t("console.request.here.differs.versions")}</li>
      </ol>
      {faults.length > 0 && (
        <>
          <h3>{t("console.request.here.disputes")}</h3>
          <Disputes disputes={faults} />
        </>
      )}
      {others.length > 0 && (
        <Disclosure summary={t("console.request.here.not-shown", { count: others.length })}>
          {() => <Disputes disputes={others} />}
        </Disclosure>
      )}
    </div>
  );
}

function Disputes({ disputes }: { readonly disputes: readonly Dispute[] }) {
  const { t, render } = useTexts();
  const side = (check: Check | undefined) =>
    check === undefined ? (
      <span class="soft">{t("console.request.here.no-check")}</span>
    ) : (
      <>
        <StatusMark status={check.status} size="small" /> <span>{render(check.detail)}</span>
      </>
    );
  return (
    <ul class="disputes">
      {disputes.map(({ id, gate, here }) => (
        <li key={id}>
          <code>{id}</code>
          <dl>
            <dt>{t("console.request.here.gate-says")}</dt>
            <dd>{side(gate)}</dd>
            <dt>{t("console.request.here.page-says")}</dt>
            <dd>{side(here)}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
