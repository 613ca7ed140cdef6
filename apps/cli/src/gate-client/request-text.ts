import { refuses } from "@sekisho/evidence";
import { message, spelledOut, type Renderer } from "@sekisho/messages";
import type { RequestView } from "@sekisho/release";

/** One request in one line: number, state, machine, mode, when, and why if it was refused. */
export function requestLine(request: RequestView, render: Renderer): string {
  const { number, machineName, machineId, releaseMode, updatedAt } = request;
  const columns = [
    `#${number}`.padEnd(6),
    stateOf(request, render),
    spelledOut(machineName ?? machineId),
    releaseMode ?? "-",
    updatedAt,
    reasonOf(request, render),
  ];
  return columns.filter((column) => column !== "").join("  ");
}

/** Where a request stands; of one that waits for approvals, how many it has. */
function stateOf({ state, approval }: RequestView, render: Renderer): string {
  if (state !== "waiting" || approval === null) return render(message(`cli.requests.state.${state}`));
  return render(message("cli.requests.approvals", { given: approval.given.length, needed: approval.needed }));
}

/** Why a request ended as it did: the gate's reason, or the first check that refused. */
function reasonOf({ reason, verdict }: RequestView, render: Renderer): string {
  if (reason !== null) return render(reason);
  const refusing = verdict?.checks.find(refuses);
  return refusing === undefined ? "" : render(refusing.detail);
}
