/** Certificate and CRL rules of the CPU vendors. The vendors and the fetcher have entry points of their own. */
export { endorsementsCatalogue, type EndorsementsMessageId } from "./locales/index.ts";
