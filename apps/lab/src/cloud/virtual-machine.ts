import type { RunningMachine } from "@sekisho/launch";
import { isDirect, isDisk, type Machine } from "@sekisho/release";
import { launchDirectMachine } from "./direct-machine.ts";
import { launchDiskMachine } from "./disk-machine.ts";
import type { HostChanges } from "./host-changes.ts";
import type { Lab } from "./lab.ts";
import { launchTdMachine } from "./td-machine.ts";

export type VirtualMachineInput = {
  readonly machine: Machine;
  /** Where `machine.json` stands. A machine with a TPM of its own keeps that there, in `tpm`. */
  readonly folder: string;
  /** A folder of this launch alone: for hash table, variable store and vTPM. */
  readonly work: string;
  /** Where the report port's Unix socket is to stand; at most 103 bytes long, as a TPM's has four more. */
  readonly socket: string;
  readonly changes?: HostChanges;
  /** Keeps what the machine writes to its disk. */
  readonly keepDisk?: boolean;
  readonly serialLog?: string;
  readonly onConsole?: (bytes: Uint8Array) => void;
};

/** A virtual machine of the lab. */
export type VirtualMachine = {
  readonly running: RunningMachine;
  /** How many reports its guest got. */
  readonly reports: () => number;
  stop(): Promise<void>;
};

/**
 * Starts a machine in QEMU, with a secure processor whose report carries the launch digest of what was measured: firmware
 * and hash table of a direct boot, or firmware and SVSM of one from the disk, which a TPM then records. Of a TD the firmware is
 * measured at launch, and what it starts by itself.
 *
 * @throws LaunchError when QEMU is missing or the firmware has no place for the table
 * @throws LabError when swtpm is missing
 */
export function launchVirtualMachine(lab: Lab, input: VirtualMachineInput): Promise<VirtualMachine> {
  const { machine } = input;
  if (isDirect(machine)) {
    const launch = machine.technology === "tdx" ? launchTdMachine : launchDirectMachine;
    return launch(lab, { ...input, machine });
  }
  if (isDisk(machine)) return launchDiskMachine(lab, { ...input, machine });
  throw new TypeError(`a machine with the boot ${machine.boot.kind} has no TPM`);
}
