import { useMemo } from "preact/hooks";
import { useTexts } from "../../app/texts.ts";
import { useMachineSummaries } from "../machines/summaries.ts";
import type { Names } from "./sentence.ts";

/** How the page calls machines and actors. A machine that was removed since is called by the beginning of its identifier. */
export function useNames(): Names {
  const { t } = useTexts();
  const { data } = useMachineSummaries(false);
  return useMemo(() => {
    const machines = new Map(data?.machines.map(({ id, name }) => [id, name]));
    return {
      machine: (id) => machines.get(id) ?? id.slice(0, 8),
      actor: (actor) => ("name" in actor ? actor.name : t(`console.receipts.actor.${actor.kind}`)),
    };
  }, [data, t]);
}
