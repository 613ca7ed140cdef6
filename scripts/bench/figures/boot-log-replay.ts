import { readBootLog } from "@sekisho/evidence/boot-log";
import type { Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { firmwareEvent, hashFloor, writeFirmwareLog } from "../support/boot-logs.ts";

const megabyte = 1_000_000;

export const bootLogReplay: Figure = {
  name: "boot-log-replay",
  title: "a TCG event log of 1 MB with three banks: read, replayed, and every name held against its digest",
  goal: null,
  measure: async () => {
    const { bytes, events } = writeFirmwareLog(megabyte);
    const read = async () => {
      const log = await readBootLog(bytes);
      if (!log.ok) throw new Error(`the log that the bench wrote: ${log.error.field}`);
      return log.value;
    };
    const { banks, events: seen } = await read();
    if (banks.size !== firmwareEvent.banks.length || !seen.every(({ component }) => component.authenticated)) {
      throw new Error("the log that the bench wrote is not read wholly");
    }
    // One hash extends the register, one proves the name.
    const floor = hashFloor(firmwareEvent.banks, 2 * events, firmwareEvent.dataLength);
    const { ms, ratio } = await compare(floor, read, { rounds: 41, atMostMs: 8_000, batchMs: 1 });
    return {
      value: ms,
      unit: "ms",
      ratio,
      against: "its hashes alone",
      notes: [`${events} events; a log of a real boot has 60 to 150`],
    };
  },
};
