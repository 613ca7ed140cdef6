import type { RequestDetail, RequestView } from "@sekisho/release";
import { useTexts } from "../../../app/texts.ts";
import type { Found } from "../../../judge/look.ts";
import { Card } from "../../../parts/card.tsx";
import { Approve } from "./approve.tsx";
import { VerdictCode } from "./code.tsx";
import { Closed } from "./closed.tsx";
import { Deny } from "./deny.tsx";
import { Enter } from "./enter.tsx";
import { offersOf } from "./offers.ts";
import { People } from "./people.tsx";
import { sealedTo } from "./sealed-to.ts";
import type { Situation } from "./situation.ts";
import "./decide.css";

export type DecideProps = {
  readonly situation: Situation;
  readonly detail: RequestDetail;
  readonly found: Found | undefined;
  readonly onDone: (view: RequestView) => void;
};

/** What this person can do with the request now; nothing is drawn once it has ended. */
export function Decide({ situation, detail, found, onDone }: DecideProps) {
  const { t } = useTexts();
  const { approve, enter, deny } = offersOf(situation);
  const { approval } = detail;
  if (approve.kind === "none" && enter.kind === "none" && deny.kind === "none") {
    return approval === null ? null : (
      <Card title={t("console.request.people")}>
        <People approval={approval} open={false} />
      </Card>
    );
  }
  const { actor } = situation;
  return (
    <Card title={t("console.request.acts")} tone={approve.kind === "open" || enter.kind === "open" ? "open" : "plain"}>
      <div class="decide">
        {detail.releaseMode === "auto" && <p>{t("console.request.acts.auto")}</p>}
        {approval !== null && <People approval={approval} open />}
        {approve.kind !== "none" && typeof found?.digest === "string" && <VerdictCode digest={found.digest} />}
        {approve.kind === "open" && actor.kind === "account" && approval !== null && (
          // Another verdict is another decision: nothing chosen for the one before stays.
          <Approve
            key={detail.verdictDigest}
            offer={approve}
            detail={detail}
            approval={approval}
            actor={actor}
            onDone={onDone}
          />
        )}
        {approve.kind === "closed" && <Closed offer={approve} />}
        {enter.kind === "open" && found !== undefined && (
          <Enter
            key={sealedTo(found, detail.verdictDigest)}
            offer={enter}
            detail={detail}
            found={found}
            onDone={onDone}
          />
        )}
        {enter.kind === "closed" && <Closed offer={enter} />}
        {deny.kind === "open" && <Deny offer={deny} detail={detail} onDone={onDone} />}
      </div>
    </Card>
  );
}
