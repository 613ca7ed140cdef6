import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { machineFiles, qemuArguments, qemuVersion } from "@sekisho/launch";
import type { DirectMachine } from "@sekisho/release";
import { serveReportPort } from "../report-port/report-port.ts";
import { startMachineTpm } from "../vtpm/software-tpm.ts";
import { filesToStart } from "./direct-machine.ts";
import type { Lab } from "./lab.ts";
import { reportPortName } from "./report-port-name.ts";
import { runInLab } from "./run-in-lab.ts";
import type { VirtualMachine, VirtualMachineInput } from "./virtual-machine.ts";

/**
 * Starts a TD in QEMU. There is no TDX under TCG, so a TPM stands in for the registers: the genuine firmware measures kernel,
 * command line and initrd into it, and the lab's TDX module makes RTMR 0 to 2 of what that TPM was told.
 *
 * @throws LaunchError when QEMU is missing
 * @throws LabError when swtpm is missing
 * @throws MeasureError when the firmware has no TDX metadata
 */
export async function launchTdMachine(
  lab: Lab,
  input: VirtualMachineInput & { readonly machine: DirectMachine },
): Promise<VirtualMachine> {
  const { machine, folder, work, socket, changes = {}, keepDisk = false } = input;
  if (changes.measureGenuine === true) throw new TypeError("a TD's firmware measures what it starts by itself");
  const files = filesToStart(machineFiles(machine, folder), changes);
  const commandLine = changes.commandLine ?? machine.boot.commandLine;
  const tpmSocket = `${socket}.tpm`;
  const record = join(work, "tpm-record");
  await rm(record, { force: true });
  const guest = await lab.launchTd({
    artifacts: { firmware: new Uint8Array(await readFile(files.firmware)) },
    attributes: changes.policy ?? BigInt(machine.guestPolicy),
    tpmRecord: () => readFile(record, "utf8"),
    ...(changes.processor === undefined ? {} : { processor: changes.processor }),
  });
  const port = await serveReportPort(socket, guest);
  // A TD's registers are zero at each start, and so is this TPM.
  const tpm = await startMachineTpm(join(work, "tpm"), tpmSocket, { record }).catch(async (error: unknown) => {
    await port.close();
    throw error;
  });
  const parts = [tpm.stop, port.close];
  return runInLab(input, { reports: port.generation, watchFirmware: false, parts }, async () => {
    const launched: DirectMachine = { ...machine, boot: { ...machine.boot, commandLine } };
    const { major } = await qemuVersion();
    return qemuArguments(launched, files, {
      kind: "lab",
      qemuMajor: major,
      hashTable: null,
      tpm: tpmSocket,
      reportPort: { socket, name: reportPortName },
      keepDisk,
    });
  });
}
