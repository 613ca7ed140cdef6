import { createRateLimiter, type Rate } from "../http/rate-limit.ts";

/**
 * How often hardware that is new to the gate may be asked about on behalf of one machine. Its cloud knows the right launch
 * digest, so it can forge evidence that passes all cheap checks and names any chip or platform; it must not make the vendor
 * turn this gate away.
 */
const rate: Rate = { burst: 6, perSecond: 1 / 30 };
/** Beyond this many, those known longest count as new again. */
const mostKnown = 10_000;

/** Tells hardware that the vendor has vouched for from such that it has not. */
export type Newcomers = {
  /** Seconds until the vendor may be asked about this hardware; 0 for now, which counts as a question unless it is known. */
  mustWait(name: string, machineId: string): number;
  /** The vendor knows it. */
  remember(name: string): void;
};

export function createNewcomers(): Newcomers {
  const limit = createRateLimiter(rate);
  const known = new Set<string>();
  return {
    mustWait: (name, machineId) => (known.has(name) ? 0 : limit(machineId, Date.now())),
    remember: (name) => {
      known.add(name);
      const [oldest] = known.size > mostKnown ? known : [];
      if (oldest !== undefined) known.delete(oldest);
    },
  };
}
