/** Fetches endorsements from the vendors' services, politely, and keeps them. I/O: never part of a browser's bundle. */
export { createAmdKeyServer, type AmdKeyServer, type AmdKeyServerOptions, type Fetched } from "./amd-key-server.ts";
export { collectAmdEndorsements, type CollectedEndorsements } from "./collect.ts";
export { amdKeyServiceUrl } from "./amd-urls.ts";
