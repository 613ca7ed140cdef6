import type { Machine } from "@sekisho/release";
import { demandDirectFiles } from "../direct-boot.ts";
import type { MachineFiles } from "../machine-files.ts";
import type { LaunchTarget } from "../target.ts";
import { labDiskArguments } from "./lab-disk.ts";
import { labArguments } from "./lab.ts";
import { sevArguments } from "./sev.ts";
import { snpArguments } from "./snp.ts";
import { tdxArguments } from "./tdx.ts";

/**
 * The words after `qemu-system-x86_64` that start a machine, serial console on standard input and output.
 *
 * @throws LaunchError when QEMU can't start the machine's shape, or its kind of boot, on this target
 */
export function qemuArguments(machine: Machine, files: MachineFiles, target: LaunchTarget): string[] {
  switch (target.kind) {
    case "sev-snp":
      return snpArguments(machine, demandDirectFiles(machine, files), target);
    case "sev":
      return sevArguments(machine, demandDirectFiles(machine, files), target);
    case "tdx":
      return tdxArguments(machine, demandDirectFiles(machine, files), target);
    case "lab":
      return labArguments(machine, demandDirectFiles(machine, files), target);
    case "lab-disk":
      return labDiskArguments(machine, files, target);
  }
}
