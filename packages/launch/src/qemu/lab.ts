import type { Machine } from "@sekisho/release";
import type { MachineFiles } from "../machine-files.ts";
import type { LabTarget } from "../target.ts";
import { bareMachine, bootArguments, serialArguments } from "./common.ts";
import { qemuOption } from "./option.ts";

/** QEMU 7.2 crashes newer kernels in cmpxchg16b under TCG, so the guest is told that there is none. */
const cpu = qemuOption("EPYC", { cx16: false });
const accelerator = qemuOption("tcg", { thread: "multi", "tb-size": 512 });
const machineOption = qemuOption("q35", { smm: false, vmport: false, sata: false, smbus: false });

/** From this version on QEMU itself offers the firmware the kernel as it lies on the disk. */
const firstQemuWithUnpatchedKernel = 10;

/** The words that start a machine in the lab, under TCG. */
export function labArguments(machine: Machine, files: MachineFiles, target: LabTarget): string[] {
  const { hashTable, reportPort, extraDisks = [] } = target;
  const disks = [files.disk, ...extraDisks];
  return [
    ["-name", qemuOption("", { guest: machine.name }), "-uuid", machine.id],
    ["-machine", machineOption, "-accel", accelerator, "-cpu", cpu],
    ["-smp", String(machine.shape.vcpus), "-m", `${machine.memoryMiB}M`],
    bareMachine,
    bootArguments(machine, files),
    target.qemuMajor < firstQemuWithUnpatchedKernel ? unpatchedKernel(files.kernel) : [],
    hashTable === null ? [] : hashTableArguments(hashTable),
    disks.flatMap((file, index) => diskArguments(`disk${index}`, file, target.keepDisk && index === 0)),
    ["-netdev", qemuOption("user", { id: "net0" })],
    ["-device", qemuOption("virtio-net-pci", { netdev: "net0", romfile: "" })],
    ["-device", "virtio-serial-pci"],
    ["-chardev", qemuOption("socket", { id: "report", path: reportPort.socket })],
    ["-device", qemuOption("virtserialport", { chardev: "report", name: reportPort.name })],
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

/** QEMU writes the table itself only for a SEV guest; the loader device writes it for any. */
function hashTableArguments({ file, address }: { readonly file: string; readonly address: number }): string[] {
  return ["-device", qemuOption("loader", { file, addr: `0x${address.toString(16)}`, "force-raw": true })];
}

function diskArguments(id: string, file: string, keep: boolean): string[] {
  const drive = { if: "none", id, file, format: "raw", snapshot: !keep };
  return ["-drive", qemuOption("", drive), "-device", qemuOption("virtio-blk-pci", { drive: id, romfile: "" })];
}
