import type { Registers } from "@sekisho/reference-values";
import type { TrustNodeId } from "./types.ts";

/** What each register is about (PC Client Platform Firmware Profile 1.06, table 1; UAPI group's PCR registry; Linux's EFI stub). */
const pcrs: Readonly<Record<number, readonly TrustNodeId[]>> = {
  0: ["firmware"],
  1: ["firmware"],
  2: ["firmware"],
  3: ["firmware"],
  4: ["boot-loader"],
  5: ["boot-loader"],
  6: ["firmware"],
  7: ["firmware"],
  8: ["boot-loader", "command-line"],
  9: ["kernel", "initrd"],
  11: ["kernel", "initrd", "command-line"],
  12: ["command-line"],
  13: ["initrd"],
  14: ["boot-loader"],
};

/** RTMR 0 holds what PCR 1 and 7 hold, 1 what PCR 2 to 6 hold, 2 what the operating system's start measures (TDX module, CCEL). */
const rtmrs: Readonly<Record<number, readonly TrustNodeId[]>> = {
  0: ["firmware"],
  1: ["boot-loader", "kernel"],
  2: ["initrd", "command-line"],
};

/** The links of the chain that these registers record. */
export function partsOfBoot(registers: Registers, numbers: readonly number[]): readonly TrustNodeId[] {
  const table = registers === "rtmr" ? rtmrs : pcrs;
  return [...new Set(numbers.flatMap((number) => table[number] ?? []))];
}

/** The links that a boot log's words for components stand for. */
const components: Readonly<Record<string, TrustNodeId>> = {
  shim: "boot-loader",
  "boot-loader": "boot-loader",
  "machine-owner-keys": "boot-loader",
  "partition-table": "boot-loader",
  "grub-command": "boot-loader",
  "grub-file": "boot-loader",
  kernel: "kernel",
  "uki-section": "kernel",
  initrd: "initrd",
  "systemd-phase": "initrd",
  "systemd-measurement": "initrd",
  "boot-aggregate": "initrd",
  file: "initrd",
  "command-line": "command-line",
  other: "kernel",
};

/** Whatever else a log names (configuration, Secure Boot, variables) the firmware has measured. */
export function partsOfComponents(names: readonly string[]): readonly TrustNodeId[] {
  return [...new Set(names.map((name) => components[name] ?? "firmware"))];
}
