import type { ServiceOptions } from "@sekisho/endorsements/fetch";

/** A service that hands out a vendor's endorsements, and how the gate uses it. */
export type VendorService = {
  /** Its address; the vendor's own if absent. */
  readonly url?: string | undefined;
  /** Where answers are kept between runs, and where `sekisho endorsements import` puts them; in memory only if absent. */
  readonly directory?: string | undefined;
  /** Nothing is asked: what was imported must do. */
  readonly offline?: boolean | undefined;
};

/** A guest waits for the answer, and comes again if there is none: so the gate does not wait long. */
const patience = { timeoutMs: 8_000, attempts: 2, maximumWaitMs: 4_000 };

/** What a client of the service is made with. */
export function serviceOptions({ url, directory, offline = false }: VendorService): ServiceOptions & {
  readonly baseUrl?: string;
} {
  return {
    ...patience,
    offline,
    ...(url === undefined ? {} : { baseUrl: url.replace(/\/+$/, "") }),
    ...(directory === undefined ? {} : { directory }),
  };
}
