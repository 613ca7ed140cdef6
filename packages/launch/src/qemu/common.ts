import type { Machine } from "@sekisho/release";
import type { DirectFiles } from "../machine-files.ts";
import type { LabTarget } from "../target.ts";
import { qemuOption } from "./option.ts";

/** No device that was not asked for, no configuration of the host's user, and a reset ends the machine. */
export const bareMachine: readonly string[] = ["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"];

/** What is measured: firmware, kernel, initrd and command line. */
export function bootArguments(machine: Machine, files: DirectFiles): string[] {
  const { firmware, kernel, initrd } = files;
  return ["-bios", firmware, "-kernel", kernel, "-initrd", initrd, "-append", machine.boot.commandLine];
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
export function reportPortArguments({ socket, name }: LabTarget["reportPort"]): string[] {
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
