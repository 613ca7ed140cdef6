import { imaBanks, parseImaLog, replayImaLog } from "@sekisho/evidence/boot-log";
import type { Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { hashFloor, writeImaLog } from "../support/boot-logs.ts";

const entries = 50_000;
/** About what template data and an extension have. */
const hashedBytes = 96;

export const imaLog50000: Figure = {
  name: "ima-log-50000",
  title: "an IMA log of 50,000 files: read, and replayed in four banks",
  goal: null,
  measure: async () => {
    const bytes = writeImaLog(entries);
    const replay = async () => {
      const log = parseImaLog(bytes);
      if (!log.ok) throw new Error(`the log that the bench wrote: ${log.error.field}`);
      return await replayImaLog(log.value);
    };
    if ((await replay()).get("sha256")?.get(10) === undefined) throw new Error("PCR 10 was not extended");
    const floor = hashFloor(imaBanks, 2 * entries, hashedBytes);
    const { ms, ratio } = await compare(floor, replay, { rounds: 7, atMostMs: 20_000, batchMs: 1, warmUpMs: 1 });
    return {
      value: ms,
      unit: "ms",
      ratio,
      against: "its hashes alone",
      notes: [`${(bytes.length / 1_000_000).toFixed(1)} MB; each file costs two hashes in each bank`],
    };
  },
};
