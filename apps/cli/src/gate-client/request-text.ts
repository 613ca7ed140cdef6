import { refuses } from "@sekisho/evidence";
import { message, spelledOut, type Renderer } from "@sekisho/messages";
import type { RequestView } from "@sekisho/release";

/** One request in one line: number, state, machine, mode, when, and why if it was refused. */
export function requestLine(request: RequestView, render: Renderer): string {
  const { number, state, machineName, machineId, releaseMode, updatedAt } = request;
  const columns = [
    `#${number}`.padEnd(6),
    render(message(`cli.requests.state.${state}`)),
    spelledOut(machineName ?? machineId),
    releaseMode ?? "-",
    updatedAt,
    reasonOf(request, render),
  ];
  return columns.filter((column) => column !== "").join("  ");
}

/** Why a request ended as it did: the gate's reason, or the first check that refused. */
function reasonOf({ reason, verdict }: RequestView, render: Renderer): string {
  if (reason !== null) return render(reason);
  const refusing = verdict?.checks.find(refuses);
  return refusing === undefined ? "" : render(refusing.detail);
}
