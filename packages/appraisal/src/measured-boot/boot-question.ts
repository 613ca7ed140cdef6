import type { MeasuredBoot, Registers } from "@sekisho/reference-values";
import type { ClaimedBoot } from "../sev-snp/measurement.ts";
import type { Demands } from "./demands.ts";

/** What a recorded boot is held against, in whichever registers it was recorded. */
export type BootInput = {
  /** Those of the registers that the question is about. */
  readonly knownBoots: readonly MeasuredBoot[];
  /** Absent where nothing is known about the machine: then the boot can be known, but not be the machine's. */
  readonly machine?: {
    readonly id: string;
    /** Whether a command line names this machine and no other. */
    readonly namesMachine: (commandLine: string, machineId: string) => boolean;
  };
  readonly claimedBoot?: ClaimedBoot;
};

/** What must be known of the boot. */
export type BootDemands = Pick<Demands, "components"> & {
  readonly registers: Registers;
  /** Registers that a known boot must speak for. */
  readonly pcrs: readonly number[];
};

/** A register's name for people: "PCR 4", "RTMR 1"; of several: "PCR 4, 9". */
export function registerName(registers: Registers, ...numbers: readonly number[]): string {
  return `${registers === "rtmr" ? "RTMR" : "PCR"} ${numbers.join(", ")}`;
}
