import type { Gate } from "../requests/gate.ts";
import { findMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { countStranger, takeAllowance, takeStrangers } from "../store/log-strangers.ts";
import type { RequestRow } from "../store/requests.ts";
import { appendEntry } from "./append.ts";

/** How many refusals of strangers have an entry of their own: for each registered machine, on one day. */
export const strangersADay = 24;
/** Milliseconds after which those without one are summed up. */
const summedUpAfter = 3_600_000;

/**
 * Whether a stranger's refusal has an entry of its own. Anybody can be refused as often as it likes, and an entry is for ever:
 * so the log takes a few for each registered machine and day, and of the others only how many there were.
 */
export async function isLoggedAlone(
  database: Database,
  request: Pick<RequestRow, "number" | "machine_id">,
  now: Date,
): Promise<boolean> {
  const known = (await findMachine(database, request.machine_id)) !== undefined;
  if (known && (await takeAllowance(database, request.machine_id, now, strangersADay))) return true;
  await countStranger(database, request.number, now);
  return false;
}

/** Sums up the refusals that had no entry of their own, once an hour has passed since the first of them. */
export async function sumUpStrangers(gate: Pick<Gate, "clock" | "database">): Promise<void> {
  const now = gate.clock().getTime();
  await gate.database.transaction().execute(async (database) => {
    const counted = await takeStrangers(database, now - summedUpAfter);
    if (counted === undefined) return;
    await appendEntry(gate, database, {
      kind: "strangers",
      actor: { kind: "gate" },
      since: new Date(counted.since).toISOString(),
      count: counted.count,
      firstNumber: counted.first_number,
      lastNumber: counted.last_number,
    });
  });
}
