import type { Machine } from "@sekisho/release";
import type { DirectFiles } from "../machine-files.ts";
import type { MachineNetwork, ReportPortTarget } from "../target.ts";
import { qemuOption } from "./option.ts";

/** No device that was not asked for, no configuration of the host's user, and a reset ends the machine. */
export const bareMachine: readonly string[] = ["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"];

/** What is measured: firmware, kernel, initrd and command line. */
export function bootArguments(machine: Machine, files: DirectFiles): string[] {
  const { firmware, kernel, initrd } = files;
  return ["-bios", firmware, "-kernel", kernel, "-initrd", initrd, "-append", machine.boot.commandLine];
}

/**
 * Disk and network of a confidential VM: what a device may reach of its memory is only what the guest shares, through its IOMMU
 * interface.
 */
export function confidentialDevices(disk: string, network: MachineNetwork): string[] {
  const virtio = { "disable-legacy": "on", iommu_platform: true, romfile: "" };
  return [
    ["-drive", qemuOption("", { if: "none", id: "disk0", file: disk, format: "raw" })],
    ["-device", qemuOption("virtio-blk-pci", { drive: "disk0", ...virtio })],
    ["-netdev", networkOption(network)],
    ["-device", qemuOption("virtio-net-pci", { netdev: "net0", ...virtio })],
  ].flat();
}

function networkOption(network: MachineNetwork): string {
  switch (network.kind) {
    case "user":
      return qemuOption("user", { id: "net0" });
    case "bridge":
      return qemuOption("bridge", { id: "net0", br: network.name });
  }
}

/** The lab's processor under TCG. QEMU 7.2 crashes newer kernels in cmpxchg16b there, so the guest is told that it has none. */
export const labProcessor: readonly string[] = [
  "-accel",
  qemuOption("tcg", { thread: "multi", "tb-size": 512 }),
  "-cpu",
  qemuOption("EPYC", { cx16: false }),
];

/** The lab's network: outgoing only; the host is 10.0.2.2 there. */
export const labNetwork: readonly string[] = [
  "-netdev",
  qemuOption("user", { id: "net0" }),
  "-device",
  qemuOption("virtio-net-pci", { netdev: "net0", romfile: "" }),
];

/** A TPM whose other end is swtpm: the Unix socket of its control channel. */
export function tpmArguments(socket: string): string[] {
  return [
    "-chardev",
    qemuOption("socket", { id: "tpm", path: socket }),
    "-tpmdev",
    qemuOption("emulator", { id: "tpm0", chardev: "tpm" }),
    "-device",
    qemuOption("tpm-crb", { tpmdev: "tpm0" }),
  ];
}

/** A virtio-serial port whose other end is a Unix socket of the lab. */
export function reportPortArguments({ socket, name }: ReportPortTarget): string[] {
  return [
    "-device",
    "virtio-serial-pci",
    "-chardev",
    qemuOption("socket", { id: "report", path: socket }),
    "-device",
    qemuOption("virtserialport", { chardev: "report", name }),
  ];
}

/** The console that only speaks; nothing secret is ever printed on it. */
export const serialArguments: readonly string[] = ["-serial", "stdio"];
