import { collectAmdEndorsements, createAmdKeyServer, type AmdKeyServer } from "@sekisho/endorsements/fetch";
import { toHex } from "@sekisho/encoding";
import { encodeTcbVersion } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { createRateLimiter, type Rate } from "../http/rate-limit.ts";
import type { EndorsementSource } from "./sev-snp-appraiser.ts";

/** A guest waits for the answer, and comes again if there is none: so the gate does not wait long. */
const patience = { timeoutMs: 8_000, attempts: 2, maximumWaitMs: 4_000 };

/**
 * How often chips that are new to the gate may be asked for on behalf of one machine. Its cloud knows the right launch digest,
 * so it can forge reports that pass all cheap checks and name any chip; it must not make the vendor turn this gate away.
 */
const newChips: Rate = { burst: 6, perSecond: 1 / 30 };
/** Beyond this many, the chips known longest count as new again. */
const mostKnownChips = 10_000;

/**
 * Asks AMD's key service, or one that speaks its interface, for what the evidence did not bring along.
 *
 * @param url of the service; AMD's if absent
 * @param directory where answers are kept between runs; in memory only if absent
 */
export function keyServerSource(url: string | undefined, directory: string | undefined): EndorsementSource {
  const server = createAmdKeyServer({
    ...patience,
    ...(url === undefined ? {} : { baseUrl: url.replace(/\/+$/, "") }),
    ...(directory === undefined ? {} : { directory }),
  });
  const limit = createRateLimiter(newChips);
  const known = new Set<string>();
  return ({ machineId, ...input }) => {
    const vcek: AmdKeyServer["vcek"] = async (product, chipId, tcb) => {
      const chip = toHex(chipId);
      const name = [product, chip, toHex(encodeTcbVersion(tcb))].join(" ");
      const seconds = known.has(name) ? 0 : limit(machineId, Date.now());
      if (seconds > 0) {
        const error = message("gate.endorsements.newChips", { chip, machineId, seconds });
        return { ok: false, error, notFound: false };
      }
      const answer = await server.vcek(product, chipId, tcb);
      if (answer.ok) remember(known, name);
      return answer;
    };
    return collectAmdEndorsements({ ...input, server: { ...server, vcek } });
  };
}

function remember(known: Set<string>, chip: string): void {
  known.add(chip);
  const [oldest] = known.size > mostKnownChips ? known : [];
  if (oldest !== undefined) known.delete(oldest);
}
