/** Fetches endorsements from the vendors' services, politely, and keeps them. I/O: never part of a browser's bundle. */
export { createAmdKeyServer, type AmdKeyServer, type AmdKeyServerOptions, type Fetched } from "./amd-key-server.ts";
export { collectAmdEndorsements, type CollectedEndorsements } from "./collect.ts";
export { amdKeyServiceUrl } from "./amd-urls.ts";
export { createIntelService, type IntelService, type IntelServiceOptions } from "./intel-service.ts";
export { collectIntelEndorsements } from "./collect-intel.ts";
export type { CollectedIntelEndorsements, GivenToIntel } from "../intel/collected.ts";
export type { IntelAnswer } from "./intel-resources.ts";
export { intelServiceUrl, type IntelTechnology, type PckAuthority } from "./intel-urls.ts";
export type { Had, ServiceOptions } from "./keeper.ts";
export {
  bundleLimit,
  endorsementsOf,
  goodUntil,
  isEndorsementBundle,
  parseEndorsementBundle,
  writeEndorsementBundle,
  type BundleEntry,
  type EndorsementBundle,
  type ReadEntry,
} from "./bundle/format.ts";
export { gatherEndorsements, type BundleWish, type Gathered, type GatherOptions } from "./bundle/gather.ts";
export { importedEndorsements } from "./bundle/imported.ts";
export { provenanceOf, type Provenance } from "./bundle/provenance.ts";
export { importEndorsements, type Imported } from "./bundle/import.ts";
export type { Endorsing, NamedResource, Vendor } from "./resource-names.ts";
export { amdResourceAt } from "./amd-resources.ts";
