import { spelledOut } from "@sekisho/messages";
import { useTexts } from "../../../app/texts.ts";
import type { BootLogView } from "../../../judge/boot-log.ts";

/** What the boot's log tells, by component. */
export function LogEvents({ log }: { readonly log: BootLogView }) {
  const { t, render } = useTexts();
  if (log.kind === "none") return <p class="soft">{t("console.request.log.none")}</p>;
  if (log.kind === "unreadable") {
    return <p>{t("console.request.log.unreadable", { problem: render(log.problem) })}</p>;
  }
  return (
    <div class="log">
      <p class="soft">{t("console.request.log.what")}</p>
      {log.sections.map(({ kind, events }) => (
        <section key={kind}>
          <h3>{t(`boot-log.component.${kind}`)}</h3>
          <div class="table-frame" tabIndex={0} role="region" aria-label={t(`boot-log.component.${kind}`)}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{t("console.request.log.register")}</th>
                  <th scope="col">{t("console.request.log.event")}</th>
                  <th scope="col">{t("console.request.log.digest")}</th>
                </tr>
              </thead>
              <tbody>
                {events.map(({ pcr, name, digest, authenticated }, index) => (
                  <tr key={`${index}`}>
                    <td class="number">
                      {log.register} {pcr}
                    </td>
                    <td>
                      {name === "" ? "–" : spelledOut(name)}
                      {!authenticated && name !== "" && <span class="soft"> {t("console.request.log.claimed")}</span>}
                    </td>
                    <td class="mono">{digest.slice(0, 16)}…</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </div>
  );
}
