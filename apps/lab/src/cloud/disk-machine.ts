import { copyFile, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { machineFiles, qemuArguments, type DiskFiles } from "@sekisho/launch";
import type { DiskMachine } from "@sekisho/release";
import { serveReportPort, type ReportPort } from "../report-port/report-port.ts";
import { endorsementKeyIn, startMachineTpm } from "../vtpm/software-tpm.ts";
import type { Lab } from "./lab.ts";
import { reportPortName } from "./report-port-name.ts";
import { launchPlanChanges, runInLab } from "./run-in-lab.ts";
import type { VirtualMachine, VirtualMachineInput } from "./virtual-machine.ts";

type DiskInput = VirtualMachineInput & { readonly machine: DiskMachine };

/** The VMPL of an operating system that an SVSM starts (COCONUT-SVSM). */
export const vmplUnderSvsm = 2;

/** Where a machine's own TPM keeps its state, beside `machine.json`: a chip stays with its machine. */
const tpmFolder = "tpm";

/** Where the state of a machine's TPM is; an SVSM's TPM is new with each launch. */
export function tpmStateOf(
  machine: DiskMachine,
  { folder, work }: Pick<VirtualMachineInput, "folder" | "work">,
): string {
  return join(machine.vtpm.provider === "svsm" ? work : folder, tpmFolder);
}

/**
 * Starts a machine in QEMU that boots from its disk. The firmware gets a copy of its variable store, and swtpm stands in for
 * the TPM; of an SVSM, the manifest names that TPM's endorsement key.
 *
 * @throws LaunchError when QEMU is missing
 * @throws LabError when swtpm is missing
 */
export async function launchDiskMachine(lab: Lab, input: DiskInput): Promise<VirtualMachine> {
  const { machine, folder, work, socket, changes = {}, keepDisk = false } = input;
  const genuine = machineFiles(machine, folder);
  const files: DiskFiles = {
    firmware: changes.firmware ?? genuine.firmware,
    variables: changes.variables ?? genuine.variables,
    disk: changes.disk ?? genuine.disk,
  };
  const variables = join(work, "variables");
  await copyFile(files.variables, variables);
  const tpmSocket = `${socket}.tpm`;
  const state = tpmStateOf(machine, input);
  const port = await openReportPort(lab, input, files, () => endorsementKeyIn(state, tpmSocket));
  const given = changes.vtpm === "fresh" ? join(work, "fresh-tpm") : state;
  const tpm = await startMachineTpm(given, tpmSocket).catch(async (error: unknown) => {
    await port?.close();
    throw error;
  });
  const parts = [tpm.stop, ...(port === null ? [] : [port.close])];
  const reports = port === null ? () => 0 : port.generation;
  return runInLab(input, { reports, watchFirmware: false, parts }, async () =>
    qemuArguments(machine, files, {
      kind: "lab-disk",
      variables,
      tpm: tpmSocket,
      reportPort: port === null ? null : { socket, name: reportPortName },
      keepDisk,
      ...(changes.smbiosStrings === undefined ? {} : { oemStrings: changes.smbiosStrings }),
    }),
  );
}

/** Measures firmware and SVSM, and serves the reports of a machine launched with them; null where the machine is no confidential VM. */
export async function openReportPort(
  lab: Lab,
  { machine, folder, socket, changes = {} }: Pick<DiskInput, "machine" | "folder" | "socket" | "changes">,
  files: DiskFiles,
  endorsementKey: () => Promise<Uint8Array>,
): Promise<ReportPort | null> {
  if (machine.technology !== "sev-snp") return null;
  const { provider } = machine.vtpm;
  if (provider === "azure-hcl") throw new TypeError("the lab has no paravisor as Azure's is");
  const { svsm } = machine.boot;
  const artifacts = {
    firmware: await readFile(files.firmware),
    variablesSize: (await stat(files.variables)).size,
    svsm: svsm === null ? null : await readFile(resolve(folder, svsm.file)),
    shape: machine.shape,
  };
  const plan = launchPlanChanges(machine, changes);
  if (provider !== "svsm") return serveReportPort(socket, await lab.launch({ artifacts, ...plan }));
  const guest = await lab.launch({ artifacts, vmpl: vmplUnderSvsm, ...plan });
  return serveReportPort(socket, { ...guest, svsm: { manifest: await endorsementKey() } });
}
