/** A machine in, what starts it out: QEMU's arguments, libvirt's XML, or the running machine itself. */
export {
  checkMachineFiles,
  machineFiles,
  type DirectFiles,
  type DiskFiles,
  type MachineFiles,
} from "./machine-files.ts";
export {
  snpDefaults,
  tdxDefaults,
  type LabDiskTarget,
  type LabTarget,
  type LaunchTarget,
  type MachineNetwork,
  type OwnerIdentity,
  type OwnerFile,
  type QuoteService,
  type SevTarget,
  type SnpTarget,
  type TdxTarget,
} from "./target.ts";
export { qemuArguments } from "./qemu/arguments.ts";
export { kernelHashTable } from "./qemu/hash-table.ts";
export { libvirtDomain } from "./libvirt/domain.ts";
export { quoteWord, shellCommand } from "./shell.ts";
export { runMachine, type RunningMachine, type RunOptions } from "./run/machine.ts";
export { type EventOf, type MachineEvent, type MachineEventKind } from "./run/events.ts";
export { agentPrefix } from "./run/console-reader.ts";
export { checkSnpHost, checkTdxHost } from "./host/check.ts";
export { parseQemuVersion, qemuVersion, type QemuVersion } from "./host/version.ts";
export { LaunchError } from "./launch-error.ts";
export { launchCatalogue } from "./locales/index.ts";
