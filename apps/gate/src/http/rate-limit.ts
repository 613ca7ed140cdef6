import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problems.ts";

/** How many calls one address may make at once, and how many a second in the long run. */
export type Rate = { readonly burst: number; readonly perSecond: number };

/** Says whether a caller may go on: 0, or after how many seconds it may. */
export type RateLimiter = (caller: string, now: number) => number;

/**
 * Who calls from an address: an IPv4 address itself, and the first half of an IPv6 address, since one subscriber is given
 * a /64 at least and could else call from another address each time.
 */
export function callerOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(":")) return mapped ?? address;
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const groups = (text: string): string[] => text.split(":").filter((group) => group !== "");
  const [left, right] = [groups(head), groups(tail ?? "")];
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}

/** More addresses than this are not told apart for long; the ones that were quiet longest are forgotten first. */
const mostCallers = 10_000;

/** A token bucket for each caller, in memory of bounded size. */
export function createRateLimiter({ burst, perSecond }: Rate): RateLimiter {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (caller, now) => {
    const before = buckets.get(caller);
    const refilled = before === undefined ? burst : before.tokens + (Math.max(0, now - before.at) / 1000) * perSecond;
    const tokens = Math.min(burst, refilled);
    const allowed = tokens >= 1;
    buckets.delete(caller);
    buckets.set(caller, { tokens: allowed ? tokens - 1 : tokens, at: now });
    const quietest = buckets.size > mostCallers ? buckets.keys().next().value : undefined;
    if (quietest !== undefined) buckets.delete(quietest);
    return allowed ? 0 : Math.ceil((1 - tokens) / perSecond);
  };
}

/** A hook that puts off addresses which call too often. Over the Unix socket there is no address, and no stranger. */
export function limited(rate: Rate): (request: FastifyRequest) => Promise<void> {
  const limit = createRateLimiter(rate);
  return async ({ ip }) => {
    const seconds = ip === undefined || ip === "" ? 0 : limit(callerOf(ip), Date.now());
    if (seconds > 0) throw new ProblemError("gate.problem.tooMany", { seconds }, seconds);
  };
}
