/** What guest, gate, command line and console say to each other: schemas, binding, sealing, signed releases. */
export {
  activationProof,
  credentialKey,
  credentialLength,
  credentialSchema,
  type SealedCredential,
} from "./activation.ts";
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
export {
  cloudOf,
  gateHoldsKey,
  isDirect,
  isDisk,
  machineSchema,
  machineTechnologies,
  namesMachine,
  recordsBoots,
  releaseModes,
  type DirectBoot,
  type DirectMachine,
  type DiskBoot,
  type DiskMachine,
  type Machine,
  type MachineTechnology,
  type ReleaseMode,
  type VtpmExpectation,
} from "./machine.ts";
export { measuredBootIdentifier } from "./measured-boot-identifier.ts";
export {
  encodeReportPortLine,
  LineSplitter,
  longestReportPortLine,
  parseReportPortRequest,
  parseReportPortResponse,
  reportPortRequestSchema,
  reportPortResponseSchema,
  type ReportPortReportRequest,
  type ReportPortRequest,
  type ReportPortResponse,
} from "./report-port.ts";
export {
  generateGuestKey,
  openSecret,
  sealSecret,
  type GuestKey,
  type PreSharedKey,
  type SealedSecret,
} from "./seal.ts";
export {
  releaseStatement,
  signedReleaseSchema,
  verifySignedRelease,
  type ReleaseStatement,
  type SignedRelease,
} from "./signed-release.ts";
export {
  quotedPcrs,
  vtpmEvidenceSchema,
  vtpmProviderSchema,
  type VtpmEvidence,
  type VtpmProvider,
} from "./vtpm-evidence.ts";
export * from "./administration.ts";
export * from "./machines/index.ts";
export * from "./webhooks/schema.ts";
export * from "./approval/index.ts";
export * from "./people/index.ts";
export {
  encodeLaunchedDiskKey,
  launchedDiskKeyGuid,
  parseLaunchedDiskKey,
  type LaunchedDiskKey,
} from "./launched-disk-key.ts";
