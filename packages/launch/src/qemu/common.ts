import type { Machine } from "@sekisho/release";
import type { MachineFiles } from "../machine-files.ts";

/** No device that was not asked for, no configuration of the host's user, and a reset ends the machine. */
export const bareMachine: readonly string[] = ["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"];

/** What is measured: firmware, kernel, initrd and command line. */
export function bootArguments(machine: Machine, files: MachineFiles): string[] {
  const { firmware, kernel, initrd } = files;
  return ["-bios", firmware, "-kernel", kernel, "-initrd", initrd, "-append", machine.boot.commandLine];
}

/** The console that only speaks; nothing secret is ever printed on it. */
export const serialArguments: readonly string[] = ["-serial", "stdio"];
