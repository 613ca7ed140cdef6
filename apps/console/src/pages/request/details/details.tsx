import type { Check } from "@sekisho/evidence";
import type { RequestDetail } from "@sekisho/release";
import { useTexts } from "../../../app/texts.ts";
import type { Found } from "../../../judge/look.ts";
import { Card } from "../../../parts/card.tsx";
import { Disclosure } from "../../../parts/disclosure.tsx";
import { Hex } from "../../../parts/hex.tsx";
import { formatNumber } from "../../../parts/time-words.ts";
import { CheckList } from "./check-list.tsx";
import { Download } from "./download.tsx";
import { LogEvents } from "./log-events.tsx";
import { ReportBytes } from "./report-bytes.tsx";
import "./details.css";

export type DetailsProps = { readonly request: RequestDetail; readonly found: Found | undefined };

/** Everything behind the plain words, for whoever asks. */
export function Details({ request, found }: DetailsProps) {
  const { t, locale } = useTexts();
  const checks = found?.verdict.checks ?? request.verdict?.checks ?? [];
  const withStatus = (wanted: Check["status"]) => checks.filter(({ status }) => status === wanted).length;
  const counts = { passed: withStatus("pass"), failed: withStatus("fail"), open: withStatus("unknown") };
  const { evidence } = request;
  return (
    <Card title={t("console.request.details")}>
      {checks.length > 0 && (
        <Disclosure summary={`${t("console.request.checks")}: ${t("console.request.checks.count", counts)}`}>
          {() => (
            <>
              <p class="soft">
                {t(found === undefined ? "console.request.checks.gate" : "console.request.checks.what")}
              </p>
              <CheckList checks={checks} />
            </>
          )}
        </Disclosure>
      )}
      {found !== undefined && (
        <>
          <Disclosure summary={t("console.request.bytes")}>{() => <ReportBytes fields={found.fields} />}</Disclosure>
          <Disclosure
            summary={
              found.bootLog.kind === "read"
                ? `${t("console.request.log")}: ${t("console.request.log.events", { count: formatNumber(found.bootLog.count, locale) })}`
                : t("console.request.log")
            }
          >
            {() => <LogEvents log={found.bootLog} />}
          </Disclosure>
        </>
      )}
      <Disclosure summary={t("console.request.identifiers")}>
        {() => (
          <dl class="facts">
            <dt>{t("console.request.identifier.machine")}</dt>
            <dd class="mono">{request.machineId}</dd>
            <dt>{t("console.request.identifier.request")}</dt>
            <dd class="mono">{request.id}</dd>
            {request.verdictDigest !== null && (
              <>
                <dt>{t("console.request.identifier.verdict")}</dt>
                <dd>
                  <Hex value={request.verdictDigest} of={t("console.request.identifier.verdict")} digits={0} />
                </dd>
              </>
            )}
          </dl>
        )}
      </Disclosure>
      {evidence !== null && <Download evidence={evidence} number={request.number} />}
    </Card>
  );
}
