/** A confidential cloud in software: everything real but the silicon. Nothing trusts its root unless a policy names it. */
export {
  labAuthority,
  type Certified,
  type CrlOptions,
  type EndorsementOptions,
  type LabAuthority,
} from "./ca/authority.ts";
export type { Endorsed } from "./ca/endorsement-extensions.ts";
export {
  intelAuthority,
  type IntelAuthority,
  type IntelCrlIssuer,
  type PckIssuer,
  type PckOptions,
} from "./ca/intel/authority.ts";
export {
  type DocumentOptions,
  type EnclaveIdentityOptions,
  type IntelTcbStatus,
  type TcbInfoOptions,
} from "./ca/intel/collateral.ts";
export { labPlatform, olderPlatform, type IntelPlatform } from "./ca/intel/platform.ts";
export { productFacts, products, type Product, type Tcb } from "./ca/product.ts";
export {
  createSecureProcessor,
  type ExtendedReport,
  type LaunchedGuest,
  type LaunchInput,
  type SecureProcessor,
  type SecureProcessorOptions,
} from "./secure-processor/secure-processor.ts";
export { writeCertificateTable, type CertificateTableEntry } from "./secure-processor/certificate-table.ts";
export {
  guestPolicy,
  olderTcb,
  platformInfo,
  usualPolicy,
  type ReportFields,
} from "./secure-processor/report-fields.ts";
export { signReport, writeReportBody } from "./secure-processor/report-writer.ts";
export { encodeTcb } from "./secure-processor/tcb.ts";
export type { IntelService } from "./key-server/intel-answers.ts";
export { createQuotingEnclave, type QuotingEnclave, type QuotingEnclaveOptions } from "./tdx/quoting-enclave.ts";
export {
  createTdxModule,
  tdAttributes,
  usualTdAttributes,
  type LaunchedTd,
  type TdLaunchInput,
  type TdxModule,
  type TdxModuleOptions,
} from "./tdx/tdx-module.ts";
export {
  createSevPlatform,
  SevFirmwareError,
  type LaunchStart,
  type SevLaunching,
  type SevPlatform,
  type SevPlatformOptions,
  type SevStatus,
} from "./sev/firmware.ts";
export { launchSevMachine, type SevMachineInput } from "./sev/machine.ts";
export { launchSevGuest, type MeasuredSevGuest, type SevGuestFiles } from "./sev/host.ts";
export { startKeyServer, type KeyServer, type KeyServerInput, type Misbehaviour } from "./key-server/key-server.ts";
export { connectReportPort, serveReportPort, type ReportPort } from "./report-port/report-port.ts";
export type { PortGuest } from "./report-port/answer.ts";
export { playedTd, recordedTd, type PortTd } from "./tdx/port-td.ts";
export { directBootEvents } from "./tdx/firmware-events.ts";
export { tdEventsOfTpmLog, writeCcel, type TdEvent } from "./tdx/td-events.ts";
export {
  measureLaunch,
  measureTd,
  readBootArtifacts,
  type BootArtifacts,
  type DiskArtifacts,
} from "./cloud/boot-artifacts.ts";
export { startLab, type Lab, type LabInput, type LaunchPlan, type TdPlan } from "./cloud/lab.ts";
export { startNetwork, type Network } from "./cloud/network.ts";
export { readInitramfs, writeInitramfs, type InitramfsFile } from "./cloud/initramfs.ts";
export { serveLab, type LabService } from "./service/service.ts";
export { labStatus, stopLab } from "./service/control-client.ts";
export { type LabStatus } from "./service/status.ts";
export { LabError } from "./service/lab-error.ts";
export { labCatalogue } from "./locales/index.ts";
export { forgeEmptyDisk, forgeNullCipher, forgePlainDisk, forgeVolumeGroup } from "./cloud/forged-disks.ts";
export {
  forgeBootFile,
  forgeForbiddenList,
  grubFile,
  withGrubCommand,
  withKernelParameter,
  withOtherText,
} from "./cloud/forged-boot-files.ts";
export { launchSoftwareGuest, type RunningGuest } from "./software-guest/launch.ts";
export { type GuestEnd, type SoftwareGuest } from "./software-guest/protocol.ts";
export { launchVirtualMachine, type VirtualMachine, type VirtualMachineInput } from "./cloud/virtual-machine.ts";
export type { HostChanges } from "./cloud/host-changes.ts";
export { reportPortName } from "./cloud/report-port-name.ts";
export { tpmStateOf, vmplUnderSvsm } from "./cloud/disk-machine.ts";
export { endorsementKeyIn, startGuestTpm, withTpm, type SoftwareTpm } from "./vtpm/software-tpm.ts";
export {
  eventsOfKnownBoots,
  extendWithLog,
  recordBoot,
  writeFirmwareLog,
  type RecordedEvent,
} from "./vtpm/record-boot.ts";
export { forgeries, type Forgery } from "./forged-evidence/forgery.ts";
export { forgeEvidence, type ForgedEvidenceInput } from "./forged-evidence/forge-evidence.ts";
export { tdForgeries, type TdForgery } from "./forged-evidence/td-forgery.ts";
export { forgeTdEvidence, type ForgedTdEvidenceInput } from "./forged-evidence/forge-td-evidence.ts";
