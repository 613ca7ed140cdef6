import { useTexts } from "../../app/texts.ts";
import { Empty } from "../../parts/empty.tsx";

/** Nothing to decide: the page stays open, and shows what comes. */
export function NothingWaits() {
  const { t } = useTexts();
  return <p class="waiting-quiet">{t("console.waiting.quiet")}</p>;
}

/** No machine has ever asked: what leads there. */
export function FirstSteps() {
  const { t, rich } = useTexts();
  return (
    <Empty title={t("console.waiting.empty")}>
      <p>{t("console.waiting.emptyText")}</p>
      <ol class="first-steps">
        <li>
          <span>{rich("console.waiting.step.build", { command: <code>sekisho image build</code> })}</span>
        </li>
        <li>
          <span>
            {rich("console.waiting.step.register", { command: <code>sekisho machine add machine.json</code> })}
          </span>
        </li>
        <li>
          <span>{t("console.waiting.step.start")}</span>
        </li>
      </ol>
    </Empty>
  );
}
