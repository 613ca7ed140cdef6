import { useTexts } from "../../../app/texts.ts";
import { Notice } from "../../../parts/notice.tsx";
import { roleNamed } from "./role-named.ts";
import type { Offer } from "./situation.ts";

/** Why something can't be done now, and where to go on. */
export function Closed({ offer }: { readonly offer: Extract<Offer, { readonly kind: "closed" }> }) {
  const { t, render } = useTexts();
  const { because, wayOn } = offer;
  const blocked = because.id.endsWith("verdicts-differ") || because.id.endsWith("evidence-refused");
  return (
    <Notice
      tone={blocked ? "fail" : "info"}
      actions={
        wayOn !== undefined && (
          <a class="button" href={wayOn.url} rel="noopener" target="_blank">
            {t("console.request.go-there")}
          </a>
        )
      }
    >
      <p>{render(roleNamed(because, t))}</p>
    </Notice>
  );
}
