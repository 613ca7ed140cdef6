import type { Machine } from "@sekisho/release";
import type { DirectFiles } from "../machine-files.ts";
import type { LabTarget } from "../target.ts";
import {
  bareMachine,
  bootArguments,
  labNetwork,
  labProcessor,
  reportPortArguments,
  serialArguments,
  tpmArguments,
} from "./common.ts";
import { qemuOption } from "./option.ts";

const machineOption = qemuOption("q35", { smm: false, vmport: false, sata: false, smbus: false });

/** From this version on QEMU itself offers the firmware the kernel as it lies on the disk. */
const firstQemuWithUnpatchedKernel = 10;

/** The words that start a machine in the lab, under TCG. */
export function labArguments(machine: Machine, files: DirectFiles, target: LabTarget): string[] {
  const { hashTable, launchSecret, tpm, reportPort, extraDisks = [] } = target;
  const disks = [files.disk, ...extraDisks];
  return [
    ["-name", qemuOption("", { guest: machine.name }), "-uuid", machine.id],
    ["-machine", machineOption],
    labProcessor,
    ["-smp", String(machine.shape.vcpus), "-m", `${machine.memoryMiB}M`],
    bareMachine,
    bootArguments(machine, files),
    target.qemuMajor < firstQemuWithUnpatchedKernel ? unpatchedKernel(files.kernel) : [],
    hashTable === null ? [] : inMemory(hashTable),
    launchSecret === undefined ? [] : inMemory(launchSecret),
    tpm === undefined ? [] : tpmArguments(tpm),
    disks.flatMap((file, index) => diskArguments(`disk${index}`, file, target.keepDisk && index === 0)),
    labNetwork,
    reportPort === null ? [] : reportPortArguments(reportPort),
    ["-device", "virtio-rng-pci"],
    serialArguments,
  ].flat();
}

/**
 * Without a confidential guest QEMU patches the kernel's setup header before the firmware reads it. The firmware prefers
 * `etc/boot/kernel` where that exists, so it gets the genuine file there, and the hash table is that of real hardware.
 */
function unpatchedKernel(file: string): string[] {
  return ["-fw_cfg", qemuOption("", { name: "etc/boot/kernel", file })];
}

/** QEMU writes the hash table itself only for a SEV guest, and injects secrets only there; the loader device writes for any. */
function inMemory({ file, address }: { readonly file: string; readonly address: number }): string[] {
  return ["-device", qemuOption("loader", { file, addr: `0x${address.toString(16)}`, "force-raw": true })];
}

function diskArguments(id: string, file: string, keep: boolean): string[] {
  const drive = { if: "none", id, file, format: "raw", snapshot: !keep };
  return ["-drive", qemuOption("", drive), "-device", qemuOption("virtio-blk-pci", { drive: id, romfile: "" })];
}
