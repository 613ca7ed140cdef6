import type { Logger } from "pino";
import type { Gate } from "../requests/gate.ts";
import { deliverDue } from "./deliver.ts";
import { queueNotices } from "./queue.ts";

const interval = 1000;

/** Delivers notices while the gate runs. What was not delivered stays in the database, and is taken up at the next start. */
export type Dispatcher = {
  /** Ends once the attempts that are under way have ended. */
  stop(): Promise<void>;
};

/** Looks every second for what happened and what is due; a look that takes longer delays the next. */
export function startDispatcher(gate: Gate, origin: string | null, logger: Logger): Dispatcher {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();
  const look = async (): Promise<void> => {
    while (await queueNotices(gate, origin)) if (stopped) return;
    while (await deliverDue(gate)) if (stopped) return;
  };
  const next = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      round = turn();
    }, interval);
  };
  const turn = async (): Promise<void> => {
    try {
      await look();
    } catch (err) {
      logger.error({ err }, "webhooks");
    }
    next();
  };
  next();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      return round;
    },
  };
}
