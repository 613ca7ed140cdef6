import { collectAmdEndorsements, createAmdKeyServer } from "@sekisho/endorsements/fetch";
import type { EndorsementSource } from "./sev-snp-appraiser.ts";

/** A guest waits for the answer, and comes again if there is none: so the gate does not wait long. */
const patience = { timeoutMs: 8_000, attempts: 2, maximumWaitMs: 4_000 };

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
  return (input) => collectAmdEndorsements({ server, ...input });
}
