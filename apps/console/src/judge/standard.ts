import { message, type Message } from "@sekisho/messages";
import type { Machine, RequestDetail } from "@sekisho/release";
import type { Configuration } from "../api/configuration.ts";

/** What evidence is held against, and whose word that is. */
export type Standard =
  /** The person's own files, on the device that serves the page. */
  | { readonly kind: "own"; readonly machine: Machine; readonly policy: string | null }
  /** What the gate holds: then the gate is believed as far as that. */
  | { readonly kind: "gate"; readonly machine: Machine; readonly policy: string | null }
  | { readonly kind: "none"; readonly reason: Message };

/** How the machine of a request is called: on the person's own device as in the person's own file, whatever the gate calls it. */
export function nameOfMachine(
  configuration: Configuration,
  { machineId, machineName }: Pick<RequestDetail, "machineId" | "machineName">,
): string | null {
  if (configuration.kind === "gate") return machineName;
  return configuration.machines.find(({ id }) => id === machineId)?.name ?? machineName;
}

/**
 * Against what the evidence of a request is judged on this page. On the person's own device nothing that the gate says of the
 * machine counts, also not where the person has no file of it.
 */
export function standardOf(
  configuration: Configuration,
  { machineId, machine, policy }: Pick<RequestDetail, "machineId" | "machine" | "policy">,
): Standard {
  if (configuration.kind === "own-device") {
    const own = configuration.machines.find(({ id }) => id === machineId);
    if (own === undefined) return { kind: "none", reason: message("console.request.here.no-own-machine") };
    return { kind: "own", machine: own, policy: configuration.policies[machineId] ?? null };
  }
  if (machine === null) return { kind: "none", reason: message("console.request.here.no-machine") };
  return { kind: "gate", machine, policy };
}
