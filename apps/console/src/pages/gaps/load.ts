import { machineBootListSchema, machineViewSchema, requestDetailSchema } from "@sekisho/release";
import type { Gap } from "@sekisho/verifier";
import { gate } from "../../api/gate.ts";

/**
 * The trust gaps of a machine, told here from its newest evidence, the accepted before the refused.
 *
 * @returns undefined where it has sent none that is still there
 */
export async function gapsOfMachine(id: string, signal: AbortSignal): Promise<readonly Gap[] | undefined> {
  const [{ machine, policy }, { boots }, { trustGaps }] = await Promise.all([
    gate.get(`/v1/admin/machines/${id}`, machineViewSchema, signal),
    gate.get(`/v1/admin/machines/${id}/boots?limit=20`, machineBootListSchema, signal),
    import("@sekisho/verifier"),
  ]);
  const newest = boots.find(({ proven }) => proven) ?? boots.find(({ verdict }) => verdict !== null);
  if (newest === undefined) return undefined;
  const { evidence, verdict } = await gate.get(`/v1/admin/requests/${newest.request}`, requestDetailSchema, signal);
  return evidence === null || verdict === null ? undefined : trustGaps({ machine, evidence, verdict, policy });
}
