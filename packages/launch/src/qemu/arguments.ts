import type { Machine } from "@sekisho/release";
import type { MachineFiles } from "../machine-files.ts";
import type { LaunchTarget } from "../target.ts";
import { labArguments } from "./lab.ts";
import { snpArguments } from "./snp.ts";

/**
 * The words after `qemu-system-x86_64` that start a machine, serial console on standard input and output.
 *
 * @throws LaunchError when QEMU can't start the machine's shape on this target
 */
export function qemuArguments(machine: Machine, files: MachineFiles, target: LaunchTarget): string[] {
  switch (target.kind) {
    case "sev-snp":
      return snpArguments(machine, files, target);
    case "lab":
      return labArguments(machine, files, target);
  }
}
