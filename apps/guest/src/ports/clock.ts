import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../agent/ports.ts";

/** The machine's monotonic clock. The host owns the wall clock, so nothing here asks for the date. */
export const systemClock: Clock = {
  seconds: () => performance.now() / 1000,
  sleep: (seconds) => wait(seconds * 1000),
  random: Math.random,
};
