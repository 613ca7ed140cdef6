import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { kernelHashTable, machineFiles, qemuArguments, qemuVersion, type DirectFiles } from "@sekisho/launch";
import type { DirectMachine } from "@sekisho/release";
import { serveReportPort } from "../report-port/report-port.ts";
import type { HostChanges } from "./host-changes.ts";
import type { Lab } from "./lab.ts";
import { reportPortName } from "./report-port-name.ts";
import { launchPlanChanges, runInLab } from "./run-in-lab.ts";
import type { VirtualMachine, VirtualMachineInput } from "./virtual-machine.ts";

/**
 * Starts a machine in QEMU with the genuine firmware, whose hash table holds the artifacts that count as measured, and with
 * a secure processor whose report carries the launch digest of firmware and table.
 *
 * @throws LaunchError when QEMU is missing or the firmware has no place for the table
 */
export async function launchDirectMachine(
  lab: Lab,
  input: VirtualMachineInput & { readonly machine: DirectMachine },
): Promise<VirtualMachine> {
  const { machine, folder, work, socket, changes = {}, keepDisk = false } = input;
  const genuine = machineFiles(machine, folder);
  const files = filesToStart(genuine, changes);
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
    ...launchPlanChanges(machine, changes),
  });
  const port = await serveReportPort(socket, guest);
  return runInLab(input, { reports: port.generation, watchFirmware: true, parts: [port.close] }, async () => {
    const launched: DirectMachine = { ...machine, boot: { ...machine.boot, commandLine } };
    const { major } = await qemuVersion();
    return qemuArguments(launched, files, {
      kind: "lab",
      qemuMajor: major,
      hashTable: { file: tableFile, address: table.address },
      reportPort: { socket, name: reportPortName },
      keepDisk,
    });
  });
}

/** The files that the host really starts. */
export function filesToStart(genuine: DirectFiles, changes: HostChanges): DirectFiles {
  return {
    firmware: changes.firmware ?? genuine.firmware,
    kernel: changes.kernel ?? genuine.kernel,
    initrd: changes.initrd ?? genuine.initrd,
    disk: changes.disk ?? genuine.disk,
  };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}
