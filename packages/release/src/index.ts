/** What guest, gate, command line and console say to each other: schemas, binding, sealing, signed releases. */
export { cipherSuiteIdentifier, computeBinding, type BindingFields } from "./binding.ts";
export { bindingOfEvidence } from "./evidence-binding.ts";
export {
  challengeSchema,
  evidenceBundleSchema,
  releasePollSchema,
  requestStatusSchema,
  type Challenge,
  type EvidenceBundle,
  type ReleasePoll,
  type RequestStatus,
} from "./protocol.ts";
export { firstIssue } from "./first-issue.ts";
export { gateIdentitySchema, signingKeyOf, type GateIdentity } from "./gate-identity.ts";
export { guestConfigurationSchema, type GuestConfiguration } from "./guest-configuration.ts";
export { machineSchema, namesMachine, type Machine } from "./machine.ts";
export {
  encodeReportPortLine,
  LineSplitter,
  longestReportPortLine,
  parseReportPortRequest,
  parseReportPortResponse,
  reportPortRequestSchema,
  reportPortResponseSchema,
  type ReportPortRequest,
  type ReportPortResponse,
} from "./report-port.ts";
export { generateGuestKey, openSecret, sealSecret, type GuestKey, type SealedSecret } from "./seal.ts";
export {
  releaseStatement,
  signedReleaseSchema,
  verifySignedRelease,
  type ReleaseStatement,
  type SignedRelease,
} from "./signed-release.ts";
export * from "./administration.ts";
