import { fromBase64 } from "@sekisho/encoding";
import { parseTcgEventLog } from "@sekisho/evidence/boot-log";
import type { TdEvent } from "@sekisho/lab";
import type { World } from "./world.ts";

/**
 * What a released boot of a TD measured, as its log tells.
 *
 * @returns undefined where none was released yet
 */
export async function genuineEvents({ gate }: World, machineId: string): Promise<readonly TdEvent[] | undefined> {
  const released = (await gate.client.requests(machineId)).find(({ state }) => state === "released");
  const evidence = released === undefined ? null : (await gate.client.request(released.number)).evidence;
  if (evidence?.evidence.technology !== "tdx" || evidence.evidence.eventLog === undefined) return undefined;
  const bytes = fromBase64("eventLog", evidence.evidence.eventLog);
  const log = bytes.ok ? parseTcgEventLog(bytes.value) : bytes;
  if (!log.ok) throw new Error(JSON.stringify(log.error));
  return log.value.events.flatMap(({ extends: extending, register, type, digests: [digest], data }) => {
    const rtmr = rtmrs[register - 1];
    return extending && digest !== undefined && rtmr !== undefined
      ? [{ register: rtmr, type, digest: digest.bytes, data }]
      : [];
  });
}

/** In the order of a CCEL's registers, which count from 1. */
const rtmrs = [0, 1, 2, 3] as const;
