import { useEffect, useState } from "preact/hooks";
import { events } from "../api/gate.ts";
import { Notice } from "../parts/notice.tsx";
import { formatMoment } from "../parts/time-words.ts";
import { useStore } from "../state/use-store.ts";
import { useTexts } from "./texts.ts";

/** A connection that is lost for a moment, as by a restart of the gate, is no news. */
const patience = 2_500;
const relief = 6_000;

type Shown = { readonly kind: "nothing" } | { readonly kind: "lost"; readonly at: number } | { readonly kind: "back" };

/** Says that the gate is out of reach, and that it is back. */
export function Connection() {
  const { t, locale } = useTexts();
  const freshness = useStore(events.freshness);
  const [shown, setShown] = useState<Shown>({ kind: "nothing" });
  useEffect(() => {
    if (freshness === "lost") {
      const at = Date.now();
      const timer = setTimeout(() => setShown((now) => (now.kind === "lost" ? now : { kind: "lost", at })), patience);
      return () => clearTimeout(timer);
    }
    if (freshness !== "live") return undefined;
    setShown((now) => (now.kind === "lost" ? { kind: "back" } : now));
    const timer = setTimeout(() => setShown({ kind: "nothing" }), relief);
    return () => clearTimeout(timer);
  }, [freshness]);
  return (
    <div class="connection" aria-live="polite">
      {shown.kind === "lost" && (
        <Notice tone="warning">{t("console.live.lost", { time: formatMoment(shown.at, locale) })}</Notice>
      )}
      {shown.kind === "back" && <Notice tone="pass">{t("console.live.back")}</Notice>}
    </div>
  );
}
