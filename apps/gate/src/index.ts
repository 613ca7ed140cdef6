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
export { problemStatus, type ProblemId } from "./problems.ts";
export { dataDirectory, type DataDirectory } from "./keys/data-directory.ts";
export { defaultTiming, type Timing } from "./requests/gate.ts";
export {
  EndorsementsUnavailableError,
  type Appraisal,
  type AppraisalInput,
  type Appraiser,
  type ReportFacts,
} from "./requests/appraiser.ts";
export { defaultRates, type GuestRates } from "./http/serve-guests.ts";
export { createAppraiser } from "./requests/create-appraiser.ts";
export { demandsOf } from "./requests/demands.ts";
export { kindRefusal } from "./requests/boot-kind.ts";
export { makeTpmCredential, sealToGuest, type SealedToGuest, type TpmCredential } from "./requests/seal-to-guest.ts";
export { type EndorsementSource, type Endorsements } from "./requests/sev-snp-appraiser.ts";
export { vtpmBytesOf } from "./requests/vtpm-bytes.ts";
export { intelServiceSource, type IntelEndorsementSource } from "./requests/intel-service-source.ts";
export { keyServerSource } from "./requests/key-server-source.ts";
export { readTdxEvidence, type TdxEvidence } from "./requests/read-quote.ts";
export { type VendorService } from "./requests/vendor-service.ts";
