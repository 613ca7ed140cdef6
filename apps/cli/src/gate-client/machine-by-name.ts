import { message } from "@sekisho/messages";
import { machineSummaryListSchema, type MachineSummary } from "@sekisho/release";
import { UsageError } from "../usage-error.ts";
import type { GateClient } from "./client.ts";

/**
 * The machine that a person calls by its name or identifier.
 *
 * @throws UsageError when the gate has none of that name
 */
export async function machineByName(client: GateClient, name: string): Promise<MachineSummary> {
  const { machines } = await client.get("/v1/admin/machine-summaries", machineSummaryListSchema);
  const found = machines.find((machine) => machine.id === name || machine.name === name);
  if (found === undefined) throw new UsageError(message("gate.problem.machineUnknown", { machineId: name }));
  return found;
}
