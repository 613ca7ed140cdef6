import { isDisk, type Machine } from "@sekisho/release";
import type { MachineFiles } from "../machine-files.ts";
import type { LabDiskTarget } from "../target.ts";
import { bareMachine, labNetwork, labProcessor, reportPortArguments, serialArguments, tpmArguments } from "./common.ts";
import { qemuOption } from "./option.ts";

/** The words that start a machine in the lab, under TCG, from its disk; swtpm records what it boots. */
export function labDiskArguments(machine: Machine, files: MachineFiles, target: LabDiskTarget): string[] {
  if (!isDisk(machine)) throw new TypeError(`a machine with the boot ${machine.boot.kind} has no TPM`);
  const { secureBoot } = machine.boot;
  const { variables, tpm, reportPort, oemStrings = [] } = target;
  return [
    ["-name", qemuOption("", { guest: machine.name }), "-uuid", machine.id],
    ["-machine", qemuOption("q35", { smm: secureBoot, vmport: false, sata: false, smbus: false })],
    labProcessor,
    ["-smp", String(machine.shape.vcpus), "-m", `${machine.memoryMiB}M`],
    bareMachine,
    secureBoot ? lockedVariables : [],
    flash(0, files.firmware, true),
    flash(1, variables, false),
    tpmArguments(tpm),
    [
      "-drive",
      qemuOption("", { if: "none", id: "disk0", file: files.disk, format: "raw", snapshot: !target.keepDisk }),
    ],
    ["-device", qemuOption("virtio-blk-pci", { drive: "disk0", romfile: "", bootindex: 0 })],
    labNetwork,
    reportPort === null ? [] : reportPortArguments(reportPort),
    ["-device", "virtio-rng-pci"],
    oemStrings.flatMap((value) => ["-smbios", qemuOption("", { type: 11, value })]),
    serialArguments,
  ].flat();
}

/** A firmware that enforces Secure Boot keeps its variables in System Management Mode, and hangs where there is none. */
const lockedVariables: readonly string[] = [
  "-global",
  qemuOption("", { driver: "cfi.pflash01", property: "secure", value: true }),
];

function flash(unit: number, file: string, readonly: boolean): string[] {
  return ["-drive", qemuOption("", { if: "pflash", format: "raw", unit, readonly, file })];
}
