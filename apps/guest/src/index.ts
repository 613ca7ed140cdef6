/** The guest's agent, and the ports with which the machine and the lab's software guest run it. */
export { runAgent } from "./agent/run-agent.ts";
export { defaultLimits, type AgentConfiguration, type AgentLimits } from "./agent/configuration.ts";
export { exitCodes, type Outcome } from "./agent/outcome.ts";
export type {
  AgentPorts,
  Answered,
  BootRecord,
  Clock,
  Disk,
  DiskOpener,
  GateAnswer,
  GatePath,
  GateTransport,
  OpenOutcome,
  Report,
  ReportProvider,
  ReportService,
  ReportSource,
  TrustDomain,
  VirtualTpm,
} from "./agent/ports.ts";
export { machineIdOf } from "./configuration/command-line.ts";
export { readGuestConfiguration } from "./configuration/guest-json.ts";
export { guestCatalogue } from "./locales/index.ts";
export { systemClock } from "./ports/clock.ts";
export { createConfigfsTsm, type TsmFiles } from "./ports/configfs-tsm.ts";
export { createCryptsetupOpener, type CryptsetupTarget } from "./ports/cryptsetup.ts";
export { openDiskFile } from "./ports/disk-file.ts";
export { createGateTransport } from "./ports/gate-transport.ts";
export { createReportPort, type ReportPort } from "./ports/report-port.ts";
export { createTrustDomain, leavingDigest, type TrustDomainOptions } from "./ports/trust-domain.ts";
export { createVirtualTpm, type VirtualTpmOptions } from "./ports/virtual-tpm.ts";
export { linuxLogPaths, type LogPaths } from "./ports/measurement-logs.ts";
