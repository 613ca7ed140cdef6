import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  kernelHashTable,
  machineFiles,
  qemuArguments,
  qemuVersion,
  runMachine,
  type MachineFiles,
  type RunningMachine,
} from "@sekisho/launch";
import type { Machine } from "@sekisho/release";
import { serveReportPort } from "../report-port/report-port.ts";
import type { Lab, LaunchPlan } from "./lab.ts";

/** The name of the report port in the guest: `/dev/virtio-ports/NAME`. */
export const reportPortName = "sekisho.tsm";

/** What a host may do otherwise than `machine.json` says. */
export type HostChanges = {
  readonly commandLine?: string;
  /** Files in place of the machine's own. */
  readonly initrd?: string;
  readonly disk?: string;
  /** POLICY of SEV-SNP. */
  readonly policy?: bigint;
  readonly vmpl?: number;
  readonly processor?: LaunchPlan["processor"];
  /**
   * Has the genuine artifacts measured, in launch digest and hash table, while QEMU gets the changed ones. Only the
   * firmware can notice.
   */
  readonly measureGenuine?: boolean;
};

export type VirtualMachineInput = {
  readonly machine: Machine;
  /** Where `machine.json` stands. */
  readonly folder: string;
  /** A folder of this launch alone: for the hash table. */
  readonly work: string;
  /** Where the report port's Unix socket is to stand; at most 107 bytes long. */
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
 * Starts a machine in QEMU with the genuine firmware, whose hash table holds the artifacts that count as measured, and with
 * a secure processor whose report carries the launch digest of firmware and table.
 *
 * @throws LaunchError when QEMU is missing or the firmware has no place for the table
 */
export async function launchVirtualMachine(lab: Lab, input: VirtualMachineInput): Promise<VirtualMachine> {
  const { machine, folder, work, socket, changes = {}, keepDisk = false } = input;
  const genuine = machineFiles(machine, folder);
  const files: MachineFiles = {
    ...genuine,
    initrd: changes.initrd ?? genuine.initrd,
    disk: changes.disk ?? genuine.disk,
  };
  const commandLine = changes.commandLine ?? machine.boot.commandLine;
  const measured =
    changes.measureGenuine === true
      ? { files: genuine, commandLine: machine.boot.commandLine }
      : { files, commandLine };

  const table = await kernelHashTable(measured.files, measured.commandLine);
  const tableFile = join(work, "hash-table");
  await writeFile(tableFile, table.bytes);
  const guest = await lab.launch({
    artifacts: {
      firmware: await bytesOf(measured.files.firmware),
      kernel: await bytesOf(measured.files.kernel),
      initrd: await bytesOf(measured.files.initrd),
      commandLine: measured.commandLine,
      shape: machine.shape,
    },
    policy: changes.policy ?? BigInt(machine.guestPolicy),
    ...(changes.vmpl === undefined ? {} : { vmpl: changes.vmpl }),
    ...(changes.processor === undefined ? {} : { processor: changes.processor }),
  });
  const port = await serveReportPort(socket, guest);
  try {
    const launched: Machine = { ...machine, boot: { ...machine.boot, commandLine } };
    const { major } = await qemuVersion();
    const words = qemuArguments(launched, files, {
      kind: "lab",
      qemuMajor: major,
      hashTable: { file: tableFile, address: table.address },
      reportPort: { socket, name: reportPortName },
      keepDisk,
    });
    const running = await runMachine({
      arguments: words,
      watchFirmware: true,
      ...(input.serialLog === undefined ? {} : { serialLog: input.serialLog }),
      ...(input.onConsole === undefined ? {} : { onConsole: input.onConsole }),
    });
    return {
      running,
      reports: port.generation,
      stop: async () => {
        await running.stop();
        await port.close();
      },
    };
  } catch (error) {
    await port.close();
    throw error;
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}
