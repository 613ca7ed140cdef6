import { machineSummaryListSchema, type MachineSummary } from "@sekisho/release";
import { useEffect, useRef } from "preact/hooks";
import { gate } from "../../api/gate.ts";
import { useResource, type Resource } from "../../api/resource.ts";
import { createCalm } from "./calm.ts";

type Summaries = { readonly machines: readonly MachineSummary[] };

/**
 * All machines, as fresh as their number allows.
 *
 * @param live whether requests make the list old, too; else only what is registered does
 */
export function useMachineSummaries(live: boolean): Resource<Summaries> {
  const count = useRef(0);
  const reload = useRef<() => void>(() => undefined);
  const calm = useRef(
    createCalm({
      now: () => performance.now(),
      setTimer: (work, milliseconds) => window.setTimeout(work, milliseconds),
      clearTimer: (timer) => window.clearTimeout(timer),
      reload: () => reload.current(),
    }),
  );
  const resource = useResource<Summaries>({
    key: "machine-summaries",
    load: (signal) => gate.get("/v1/admin/machine-summaries", machineSummaryListSchema, signal),
    changedBy: ({ name }) =>
      (name === "machine" || (live && name === "request")) && calm.current.changed(count.current),
  });
  count.current = resource.data?.machines.length ?? 0;
  reload.current = resource.reload;
  useEffect(() => () => calm.current.stop(), []);
  return resource;
}
