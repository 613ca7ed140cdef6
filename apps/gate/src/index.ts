/** The checkpoint that the tenant runs: guests' evidence in, sealed and signed keys out. */
export {
  defaultListen,
  initialiseGate,
  readGateIdentity,
  startGate,
  type GateOptions,
  type RunningGate,
} from "./start.ts";
export { GateStartError } from "./start-error.ts";
export { gateCatalogue } from "./locales/index.ts";
export { attestedHardware } from "./approvals/hardware.ts";
export { problemStatus, type ProblemId } from "./problems.ts";
export { sealRootKey, unsealRootKey, type RootKeyAccess } from "./keys/root-key-access.ts";
export type { PeopleOptions, PeopleTls } from "./people-door.ts";
export { dataDirectory, type DataDirectory } from "./keys/data-directory.ts";
export { defaultTiming, type Timing } from "./requests/gate.ts";
export { defaultRates, type GuestRates } from "./http/serve-guests.ts";
export { intelServiceSource } from "./requests/intel-service-source.ts";
export { keyServerSource } from "./requests/key-server-source.ts";
export { type VendorService } from "./requests/vendor-service.ts";
