import type { AgentLimits } from "./configuration.ts";

/** A server can ask for a pause of at most this many seconds. */
const longestRequestedPause = 300;

/**
 * How long to wait before the next attempt, in seconds: it doubles with every failure up to the longest, and half of it is
 * random, so that a thousand machines don't come back in step.
 *
 * @param failures how many attempts in a row have failed, at least 1
 * @param random from 0 up to 1
 * @param requested what the server asked for, if it did; it only ever lengthens the pause
 */
export function pauseAfter(
  failures: number,
  limits: Pick<AgentLimits, "firstPause" | "longestPause">,
  random: number,
  requested = 0,
): number {
  const doubled = Math.min(limits.longestPause, limits.firstPause * 2 ** Math.min(failures - 1, 32));
  return Math.max(doubled * (0.5 + random / 2), Math.min(requested, longestRequestedPause));
}
